"""The sandbox's clock: ends transactions that are due, delivers notices, repeats as Wompi does."""

import json
import logging
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests
from django.conf import settings

from marketplace.shared.http import OutgoingClient

from . import book, notices

logger = logging.getLogger("plaza.sandbox")

# Seconds until Wompi repeats an unanswered notice, three times at most.
WOMPI_RETRY_SECONDS = (30 * 60, 3 * 60 * 60, 24 * 60 * 60)
TICK_SECONDS = 0.05
PARALLEL = 8


class Clock:
    """One thread that looks every few hundredths of a second what is due."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(PARALLEL, thread_name_prefix="notice")
        self._under_way: set[int] = set()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin; what a killed sandbox left undone is still in the book and goes on now."""
        threading.Thread(target=self._run, name="clock", daemon=True).start()

    def stop(self) -> None:
        """End after the present tick; notices under way are finished or repeated later."""
        self._stopped.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            try:
                self._tick()
            except sqlite3.OperationalError:
                logger.warning("The sandbox's book is busy")

    def _tick(self) -> None:
        for transaction_id in book.due_transactions():
            resolve_as_planned(transaction_id)
        due = book.connection().execute(
            "SELECT number FROM notices WHERE due_at <= ? ORDER BY due_at, number LIMIT 50",
            (time.time(),),
        )
        for number in [row["number"] for row in due]:
            if number not in self._under_way:
                self._under_way.add(number)
                self._pool.submit(self._deliver, number)

    def _deliver(self, number: int) -> None:
        try:
            deliver(number)
        finally:
            self._under_way.discard(number)


def resolve_as_planned(transaction_id: str) -> None:
    """Give a transaction the outcome that its card, bank or telephone number stands for."""
    row = book.find_transaction(transaction_id)
    if row is not None:
        notices.settle(transaction_id, status=row["outcome"], message=row["outcome_message"])


def deliver(number: int) -> int | None:
    """Send a notice once and write down the outcome; return the shop's HTTP status, if any came.

    Anything but 200 is repeated on Wompi's timetable, ``SANDBOX_RETRY_SPEED`` times faster.
    A forged notice is not repeated.
    """
    row = book.connection().execute("SELECT * FROM notices WHERE number = ?", (number,)).fetchone()
    http_status = _post(json.loads(row["body"]))
    attempts = row["attempts"] + 1
    due_at = None
    if http_status != 200 and not row["forge"] and attempts <= len(WOMPI_RETRY_SECONDS):
        wait = WOMPI_RETRY_SECONDS[attempts - 1] / settings.SANDBOX_RETRY_SPEED
        due_at = time.time() + wait
    book.connection().execute(
        "UPDATE notices SET attempts = ?, http_status = ?, due_at = ? WHERE number = ?",
        (attempts, http_status, due_at, number),
    )
    return http_status


def deliver_together(numbers: list[int]) -> list[int | None]:
    """Send several notices at the same time, and wait for all answers."""
    with ThreadPoolExecutor(min(16, len(numbers))) as pool:
        return list(pool.map(deliver, numbers))


def _post(event: dict[str, object]) -> int | None:
    signature = event["signature"]
    checksum = signature["checksum"] if isinstance(signature, dict) else ""
    client = OutgoingClient(settings.SANDBOX_WEBHOOK_URL, connect_timeout=3, read_timeout=10)
    try:
        answer = client.request("POST", "", json=event, headers={"X-Event-Checksum": checksum})
    except requests.RequestException:
        return None
    return answer.status_code
