"""The real gateway sandbox in its own process, for tests that pay over HTTP.

``wompi_sandbox`` (one process per test run, healed before each test) has no shop to notify;
``sandbox_for_shop`` starts one that notifies ``live_server``. Both point the ``WOMPI_`` settings
at it, so that ``gateway("wompi")`` is the production adapter on that address.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings as django_settings

PROJECT = Path(__file__).parent.parent
SECRETS = (
    "WOMPI_PUBLIC_KEY",
    "WOMPI_PRIVATE_KEY",
    "WOMPI_EVENTS_SECRET",
    "WOMPI_INTEGRITY_SECRET",
)
CARDS = {
    "APPROVED": "4242424242424242",
    "DECLINED": "4111111111111111",
    "ERROR": "4012888888881881",
}


class Sandbox:
    """A running sandbox, what tests do with it, and how it is killed and started again."""

    def __init__(self, *, home: Path, webhook_url: str, **environment: str) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            **{name: getattr(django_settings, name) for name in SECRETS},
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.demo",
            "PLAZA_HOME": str(home),
            "SANDBOX_WEBHOOK_URL": webhook_url,
            "SANDBOX_AUTO_RESOLVE_SECONDS": "0.1",
            "SANDBOX_PAYMENT_URL_SECONDS": "0.1",
            "SANDBOX_RETRY_SPEED": "18000",
            **environment,
        }

    def start(self) -> None:
        """Start the process as an operator does, and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "run_sandbox", "--port", str(self.port)],
            cwd=PROJECT,
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        assert self.url in self._process.stdout.readline()
        assert requests.get(f"{self.url}/health", timeout=30).json() == {"status": "ok"}

    def stop(self) -> None:
        """End the process in order."""
        self._process.terminate()
        self._end()

    def kill(self) -> None:
        """Kill every process of it at once, as a power cut does."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._end()

    def _end(self) -> None:
        self._process.wait(timeout=10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def heal(self) -> None:
        """Put all switches back."""
        self.control("DELETE", "/sandbox/faults")
        self.control("DELETE", "/sandbox/behaviour")
        self.control("PUT", "/sandbox/notices", {"mode": "normal"})

    def control(self, method: str, path: str, body: Any = None) -> requests.Response:
        """Call the control API, which must find the call sensible."""
        response = requests.request(method, self.url + path, json=body, timeout=30)
        response.raise_for_status()
        return response

    def book(self, **filters: str) -> list[dict[str, Any]]:
        """Return the gateway's book."""
        response = requests.get(f"{self.url}/sandbox/book", params=filters, timeout=30)
        entries: list[dict[str, Any]] = response.json()
        return entries

    def resolve(self, transaction_id: str, status: str) -> None:
        """Decide like the buyer or the bank."""
        path = f"/sandbox/transactions/{transaction_id}/resolve"
        self.control("POST", path, {"status": status})

    def break_next(self, operation: str, kind: str, *, seconds: float = 0, times: int = 1) -> None:
        """Break the next calls of one operation."""
        fault = {"gateway": "wompi", "operation": operation, "kind": kind}
        self.control("PUT", "/sandbox/faults", {**fault, "seconds": seconds, "times": times})

    def card_token(self, outcome: str = "APPROVED") -> str:
        """Bring a card like a browser does, and return its token."""
        response = requests.post(
            f"{self.url}/v1/tokens/cards",
            json={
                "number": CARDS[outcome],
                "cvc": "123",
                "exp_month": "08",
                "exp_year": "40",
                "card_holder": "Ana Nunez",
            },
            headers={"Authorization": f"Bearer {django_settings.WOMPI_PUBLIC_KEY}"},
            timeout=30,
        )
        return str(response.json()["data"]["id"])


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], Any], *, seconds: float = 10) -> Any:
    """Return the first true answer of ``condition``; fail when it takes too long."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        answer = condition()
        if answer:
            return answer
        pause.wait(0.02)
    raise AssertionError(f"not within {seconds} seconds")


@pytest.fixture(scope="session")
def _lonely_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    nobody = f"http://127.0.0.1:{free_port()}/nobody"
    sandbox = Sandbox(home=tmp_path_factory.mktemp("sandbox"), webhook_url=nobody)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def wompi_sandbox(_lonely_sandbox: Sandbox, settings: Any) -> Sandbox:
    """The sandbox that notifies nobody: the shop hears of outcomes by asking only."""
    _lonely_sandbox.heal()
    _point_settings_at(_lonely_sandbox, settings)
    return _lonely_sandbox


@pytest.fixture(scope="session")
def _shop_sandbox(live_server: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = Sandbox(
        home=tmp_path_factory.mktemp("shop-sandbox"),
        webhook_url=f"{live_server.url}/api/v1/payments/webhooks/wompi",
    )
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox_for_shop(_shop_sandbox: Sandbox, settings: Any) -> Sandbox:
    """The sandbox that notifies ``live_server``."""
    _shop_sandbox.heal()
    _point_settings_at(_shop_sandbox, settings)
    return _shop_sandbox


def _point_settings_at(sandbox: Sandbox, settings: Any) -> None:
    settings.SANDBOX_URL = sandbox.url
    settings.WOMPI_BASE_URL = f"{sandbox.url}/v1"
