"""Runs callables at the same time, each with a connection of its own."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

SECONDS = 60


def race(callables: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all of them at once and return what came out, in their order.

    An outcome is what the callable returned, or the exception it raised.

    Raises:
        RuntimeError: the test has not committed its rows (it needs ``transaction=True``), so
            the other connections could not see them; or somebody hangs.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a race needs @pytest.mark.django_db(transaction=True)")
    start = threading.Barrier(len(callables))
    outcomes: list[Any] = [None] * len(callables)

    def run(position: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=SECONDS)
            outcomes[position] = callables[position]()
        except Exception as error:  # whatever it is, it is this runner's outcome
            outcomes[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(len(callables))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=SECONDS)
        if thread.is_alive():
            raise RuntimeError("a runner of the race hangs")
    return outcomes


def beside(work: Callable[[], Any]) -> Any:
    """Run ``work`` on another connection, while this one may be in a transaction."""
    outcomes: list[Any] = []

    def run() -> None:
        try:
            outcomes.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout=SECONDS)
    return outcomes[0]


def tally(outcomes: Sequence[Any]) -> Counter[str]:
    """Count the outcomes: exceptions by the name of their class, the rest as texts."""
    return Counter(
        type(outcome).__name__ if isinstance(outcome, Exception) else str(outcome)
        for outcome in outcomes
    )
