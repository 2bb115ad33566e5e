"""A small HTTP client and load loop for the benchmarks; standard library only, so it is cheap."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back; ``statements`` is None where the server does not tell."""

    status: int
    body: bytes
    statements: int | None

    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """One address. Each call opens a connection of its own, as the web server closes them."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        token: str = "",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request.

        Raises:
            OSError: no answer.
        """
        sent = {"Accept": "application/json", **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        content = None
        if body is not None:
            content = json.dumps(body)
            sent["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self._host, self._port, timeout=60)
        try:
            connection.request(method, path, body=content, headers=sent)
            response = connection.getresponse()
            timing = response.headers.get("Server-Timing", "")
            return Answer(
                status=response.status, body=response.read(), statements=_statements(timing)
            )
        finally:
            connection.close()

    def must(self, method: str, path: str, **options: Any) -> Any:
        """Send one request and return its JSON.

        Raises:
            SystemExit: the answer is an error.
        """
        answer = self.call(method, path, **options)
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.body.decode()[:500]}")
        return answer.json() if answer.body else None


def _statements(timing: str) -> int | None:
    _, found, rest = timing.partition('db;desc="')
    return int(rest.split('"')[0]) if found else None


@dataclass(kw_only=True)
class Figures:
    """One row of the result: seconds of each request, what went wrong, statements seen."""

    name: str
    clients: int
    elapsed: float = 0.0
    durations: list[float] = field(default_factory=list)
    errors: dict[int, int] = field(default_factory=dict)
    statements: int | None = None

    @property
    def per_second(self) -> float:
        return len(self.durations) / self.elapsed if self.elapsed else 0.0

    def percentile(self, share: float) -> float:
        """Return the duration in milliseconds under which ``share`` of the requests stayed."""
        if not self.durations:
            return 0.0
        ordered = sorted(self.durations)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1_000

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "clients": self.clients,
            "per_second": round(self.per_second, 1),
            "p50_ms": round(self.percentile(0.50), 1),
            "p95_ms": round(self.percentile(0.95), 1),
            "p99_ms": round(self.percentile(0.99), 1),
            "statements": self.statements,
            "requests": len(self.durations),
            "errors": self.errors,
        }


def load(
    name: str, request: Callable[[int, int], Answer], *, clients: int, seconds: float
) -> Figures:
    """Let ``clients`` threads repeat ``request(client, turn)`` for ``seconds``."""
    figures = Figures(name=name, clients=clients)
    lock = threading.Lock()
    barrier = threading.Barrier(clients + 1)
    end = [0.0]

    def work(client: int) -> None:
        own: list[float] = []
        barrier.wait()
        turn = 0
        while time.perf_counter() < end[0]:
            started = time.perf_counter()
            answer = request(client, turn)
            own.append(time.perf_counter() - started)
            turn += 1
            if answer.status >= 400:
                with lock:
                    figures.errors[answer.status] = figures.errors.get(answer.status, 0) + 1
            if answer.statements is not None:
                figures.statements = max(figures.statements or 0, answer.statements)
        with lock:
            figures.durations += own

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    end[0] = time.perf_counter() + seconds
    started = time.perf_counter()
    barrier.wait()
    for thread in threads:
        thread.join()
    figures.elapsed = time.perf_counter() - started
    return figures


def storm(name: str, requests: list[Callable[[], Answer]]) -> tuple[Figures, list[Answer]]:
    """Send all ``requests`` at the same moment, one thread each, and wait for the last."""
    figures = Figures(name=name, clients=len(requests))
    answers: list[Answer] = []
    lock = threading.Lock()
    barrier = threading.Barrier(len(requests) + 1)

    def work(request: Callable[[], Answer]) -> None:
        barrier.wait()
        started = time.perf_counter()
        answer = request()
        took = time.perf_counter() - started
        with lock:
            figures.durations.append(took)
            answers.append(answer)
            if answer.statements is not None:
                figures.statements = max(figures.statements or 0, answer.statements)

    threads = [threading.Thread(target=work, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    barrier.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    figures.elapsed = time.perf_counter() - started
    return figures, answers
