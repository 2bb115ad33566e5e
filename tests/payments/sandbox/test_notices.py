"""The notices the sandbox sends: signed, repeated, lost, doubled, out of order, forged."""

import json
import queue
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from payments.gateways.base import ChargeState, Notice
from payments.gateways.errors import UntrustedWebhook
from payments.gateways.registry import gateway
from tests.payments.gateways.charges import make_charge
from tests.sandbox_fixture import Sandbox, wait_until


class Shop:
    """The end of the line: keeps every notice and answers as the test says."""

    def __init__(self) -> None:
        self.received: queue.Queue[tuple[bytes, dict[str, str]]] = queue.Queue()
        self.answers: list[int] = []
        self.url = ""

    def next(self) -> Notice:
        body, headers = self.received.get(timeout=10)
        return gateway("wompi").read_notice(body=body, headers=headers)

    def statuses(self, count: int) -> list[str]:
        return [self.next().status for _ in range(count)]


@pytest.fixture(scope="module")
def _shop() -> Iterator[Shop]:
    shop = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = shop.answers.pop(0) if shop.answers else 200
            self.send_response(answer)
            self.send_header("Content-Length", "0")
            self.end_headers()
            shop.received.put((body, dict(self.headers)))

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    shop.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield shop
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def _noisy_sandbox(_shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = Sandbox(home=tmp_path_factory.mktemp("noisy"), webhook_url=_shop.url)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def shop(_shop: Shop) -> Shop:
    _shop.received = queue.Queue()
    _shop.answers = []
    return _shop


@pytest.fixture
def sandbox(_noisy_sandbox: Sandbox, shop: Shop, settings) -> Sandbox:
    _noisy_sandbox.heal()
    settings.WOMPI_BASE_URL = f"{_noisy_sandbox.url}/v1"
    return _noisy_sandbox


def _waiting_charge() -> ChargeState:
    return gateway("wompi").start_charge(make_charge("PSE"))


def _notify(sandbox: Sandbox, charge: ChargeState, **form: Any) -> list[int | None]:
    path = f"/sandbox/transactions/{charge.transaction_id}/notify"
    deliveries = sandbox.control("POST", path, form).json()["deliveries"]
    return [delivery["http_status"] for delivery in deliveries]


def test_a_decision_is_notified_and_signed(sandbox, shop):
    charge = _waiting_charge()

    sandbox.resolve(charge.transaction_id, "APPROVED")

    notice = shop.next()
    assert (notice.transaction_id, notice.status) == (charge.transaction_id, "APPROVED")
    assert (notice.reference, notice.amount) == (charge.reference, Decimal("250000.00"))
    assert (notice.environment, notice.currency) == ("test", "COP")


def test_a_card_is_notified_by_itself(sandbox, shop):
    token = sandbox.card_token("DECLINED")
    gateway("wompi").start_charge(make_charge("CARD", {"token": token}))

    assert shop.next().status == "DECLINED"


def test_a_notice_not_answered_200_is_repeated_three_times_and_then_never(sandbox, shop):
    shop.answers = [500, 204, 302, 500, 500]
    charge = _waiting_charge()

    sandbox.resolve(charge.transaction_id, "DECLINED")

    assert shop.statuses(4) == ["DECLINED"] * 4

    def given_up():
        entry = sandbox.control("GET", "/sandbox/notices").json()["notices"][0]
        return entry if entry["attempts"] == 4 and entry["next_attempt_at"] is None else None

    assert wait_until(given_up)["http_status"] == 500


def test_notices_outlive_a_killed_sandbox(sandbox, shop):
    charge = _waiting_charge()
    sandbox.control("PUT", "/sandbox/notices", {"mode": "delay", "seconds": 1})
    sandbox.resolve(charge.transaction_id, "APPROVED")

    sandbox.kill()
    sandbox.start()

    assert shop.next().transaction_id == charge.transaction_id
    assert sandbox.book(reference=charge.reference)[0]["status"] == "APPROVED"


def test_switched_off_nothing_is_sent(sandbox, shop):
    sandbox.control("PUT", "/sandbox/notices", {"mode": "off"})
    lost, heard = _waiting_charge(), _waiting_charge()
    sandbox.resolve(lost.transaction_id, "APPROVED")
    sandbox.control("PUT", "/sandbox/notices", {"mode": "normal"})

    sandbox.resolve(heard.transaction_id, "APPROVED")

    assert shop.next().transaction_id == heard.transaction_id
    assert shop.received.empty()


def test_doubled_notices_have_one_fingerprint(sandbox, shop):
    sandbox.control("PUT", "/sandbox/notices", {"mode": "duplicate", "copies": 3})
    charge = _waiting_charge()

    sandbox.resolve(charge.transaction_id, "APPROVED")

    assert len({shop.next().fingerprint for _ in range(3)}) == 1


def test_out_of_order_the_older_state_comes_last(sandbox, shop):
    sandbox.control("PUT", "/sandbox/notices", {"mode": "reorder"})
    charge = _waiting_charge()

    sandbox.resolve(charge.transaction_id, "APPROVED")

    assert shop.statuses(2) == ["APPROVED", "PENDING"]


def test_forged_notices_are_not_believed(sandbox, shop):
    sandbox.control("PUT", "/sandbox/notices", {"mode": "forge"})
    charge = _waiting_charge()

    sandbox.resolve(charge.transaction_id, "APPROVED")

    with pytest.raises(UntrustedWebhook):
        shop.next()


def test_notify_sends_at_once_and_tells_what_the_shop_answered(sandbox, shop):
    charge = _waiting_charge()
    shop.answers = [503, 200]

    first = _notify(sandbox, charge, status="APPROVED", forge="signature")
    second = _notify(sandbox, charge)

    assert (first, second) == ([503], [200])
    assert len(_notify(sandbox, charge, copies=5)) == 5
    assert sandbox.book(reference=charge.reference)[0]["status"] == "PENDING"


@pytest.mark.parametrize("forge", ["reference", "currency"])
def test_a_forged_unsigned_field_keeps_the_signature(sandbox, shop, forge):
    charge = _waiting_charge()

    _notify(sandbox, charge, forge=forge)

    notice = shop.next()
    assert notice.transaction_id == charge.transaction_id
    assert (notice.reference, notice.currency) != (charge.reference, "COP")


def test_a_forged_amount_moves_a_digit_and_keeps_the_signature(sandbox, shop):
    charge = _waiting_charge()

    _notify(sandbox, charge, status="APPROVED", forge="amount")

    notice = shop.next()
    assert (notice.status, notice.amount) == ("APPROVED", Decimal("2500000.01"))


def test_the_list_of_properties_can_change(sandbox, shop):
    properties = [
        "transaction.status",
        "transaction.payment_link_id",
        "transaction.amount_in_cents",
        "transaction.customer_data.full_name",
        "transaction.id",
    ]
    sandbox.control("PUT", "/sandbox/behaviour", {"properties": properties})
    charge = _waiting_charge()

    sandbox.resolve(charge.transaction_id, "APPROVED")

    body, headers = shop.received.get(timeout=10)
    assert json.loads(body)["signature"]["properties"] == properties
    notice = gateway("wompi").read_notice(body=body, headers=headers)
    assert notice.transaction_id == charge.transaction_id


def test_the_notice_can_come_before_the_answer_to_the_charge(sandbox, shop):
    sandbox.control("PUT", "/sandbox/behaviour", {"notice_before_answer": True})

    started = gateway("wompi").start_charge(make_charge("PSE"))

    assert started.status == "PENDING"
    body, _ = shop.received.get_nowait()
    transaction = json.loads(body)["data"]["transaction"]
    assert (transaction["id"], transaction["status"]) == (started.transaction_id, "APPROVED")
