"""Times what must not tell whether an account exists; see ``bench/README.md``.

The rows of a group are asked in turn, again and again, so that all of them see the same noise.
Each request says that it comes from a network of its own, so that no lock cuts it short.
"""

import argparse
import itertools
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from statistics import median

from client import Answer, Server

API = "/api/v1/auth"
KNOWN, STAFF = "comprador@plaza.test", "soporte@plaza.test"
WRONG = "equivocada-pero-larga-1"
# Medians further apart than this tell something.
TOLERANCE = 0.15
# Turns that are not measured: enough to lock the fixed network of the rows that are to be locked.
WARM_UP = 6
Row = Callable[[], Answer]


class Rows:
    """The groups of requests: within each, all rows should take the same time."""

    def __init__(self, server: Server, *, closed: str) -> None:
        self._server = server
        self._closed = closed
        self._run = uuid.uuid4()
        self._numbers = itertools.count(1)

    def groups(self) -> dict[str, dict[str, Row]]:
        """Return the rows by group; the first of each is what the others are compared with."""
        login: dict[str, Row] = {
            "unknown": lambda: self._login(self._fresh()),
            "known, wrong password": lambda: self._login(KNOWN),
            "staff, wrong password": lambda: self._login(STAFF),
        }
        if self._closed:
            login["closed"] = lambda: self._login(self._closed)
        return {
            "login": login,
            "login while locked": {
                "unknown": lambda: self._login("nadie@plaza.test", network="192.0.2.1"),
                "known": lambda: self._login(KNOWN, network="192.0.2.1"),
            },
            "register": {
                "free": lambda: self._register(self._fresh()),
                "taken": lambda: self._register(KNOWN),
            },
            "forgot": {
                "unknown": lambda: self._forgot(self._fresh()),
                "known": lambda: self._forgot(KNOWN),
            },
        }

    def _fresh(self) -> str:
        return f"tiempo-{self._run.hex[:8]}-{next(self._numbers):05}@plaza.test"

    def _login(self, email: str, *, network: str = "") -> Answer:
        return self._post("login", {"email": email, "password": WRONG}, network=network)

    def _forgot(self, email: str) -> Answer:
        return self._post("forgot-password", {"email": email})

    def _register(self, email: str) -> Answer:
        person = {
            "email": email,
            "password": "frase-larga-y-buena-7",
            "first_name": "Ana",
            "last_name": "Prueba",
            "phone": "+573001112233",
            "accept_terms": True,
        }
        return self._post("register", person)

    def _post(self, path: str, body: dict[str, object], *, network: str = "") -> Answer:
        # A /64 of the documentation's addresses, another one for each request and run.
        own = f"2001:db8:{self._run.hex[:4]}:{next(self._numbers):x}::1"
        headers = {"X-Forwarded-For": network or own}
        return self._server.call("POST", f"{API}/{path}", body=body, headers=headers)


def measure(
    rows: dict[str, Row], *, turns: int
) -> tuple[dict[str, float], dict[str, Counter[int]]]:
    """Return the median milliseconds and the answers of each row, asked in turn."""
    durations: dict[str, list[float]] = {name: [] for name in rows}
    statuses: dict[str, Counter[int]] = {name: Counter() for name in rows}
    for turn in range(-WARM_UP, turns):
        for name, row in rows.items():
            started = time.perf_counter()
            answer = row()
            if turn >= 0:
                durations[name].append((time.perf_counter() - started) * 1_000)
                statuses[name][answer.status] += 1
    return {name: median(times) for name, times in durations.items()}, statuses


def main() -> int:
    """Print the table; 1 if a group's rows are told apart by their time or their answers."""
    options = _options()
    rows = Rows(Server(options.base_url), closed=options.closed)
    is_even = True
    print(f"{'group':<20}{'row':<26}{'median ms':>10}{'× first':>9}  answers")
    for group, members in rows.groups().items():
        medians, statuses = measure(members, turns=options.turns)
        first = next(iter(members))
        for name, milliseconds in medians.items():
            ratio = milliseconds / medians[first]
            same = statuses[name] == statuses[first] and abs(ratio - 1) <= TOLERANCE
            is_even = is_even and same
            print(
                f"{group:<20}{name:<26}{milliseconds:>10.1f}{ratio:>9.2f}"
                f"  {dict(statuses[name])}{'' if same else '  <- differs'}",
                flush=True,
            )
    return 0 if is_even else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", default="http://127.0.0.1:8000")
    parser.add_argument("--turns", type=int, default=30)
    parser.add_argument("--closed", default="", help="e-mail of an account that staff closed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
