"""Making notices: what changed, signed like Wompi signs, or forged on purpose."""

import hashlib
import json
import sqlite3
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from . import book, switches
from .wompi.answers import event_transaction

FORGERIES = ("signature", "amount", "reference", "currency")
# Between the two notices that ``reorder`` sends in the wrong order.
REORDER_SECONDS = 0.3


def settle(
    transaction_id: str, *, status: str, message: str | None, notify: bool = True
) -> sqlite3.Row | None:
    """Give a transaction its next status and queue the notices of it, both or neither.

    Returns the transaction as it is now; ``None`` when it may not take this step: only a pending
    one may take any, and an approved one may be voided. The same status again changes nothing.
    """
    transaction = book.find_transaction(transaction_id)
    if transaction is None or transaction["status"] == status:
        return transaction
    before = transaction["status"]
    if before != "PENDING" and (before, status) != ("APPROVED", "VOIDED"):
        return None
    with book.writing() as pen:
        changed = pen.execute(
            "UPDATE transactions SET status = ?, status_message = ?, finalized_at = ?"
            " WHERE id = ? AND status = ?",
            (status, message, time.time(), transaction_id, before),
        )
        if changed.rowcount == 1 and notify:
            _queue_by_mode(pen, transaction_id, status=status, before=before)
    return book.find_transaction(transaction_id) if changed.rowcount == 1 else None


def _queue_by_mode(
    pen: sqlite3.Connection, transaction_id: str, *, status: str, before: str
) -> None:
    mode = switches.notice_mode()
    now = time.time()
    due = now + (mode["seconds"] if mode["mode"] == "delay" else 0)
    if mode["mode"] == "off":
        return
    copies = max(2, mode["copies"]) if mode["mode"] == "duplicate" else mode["copies"]
    forge = mode["forge"] if mode["mode"] == "forge" else ""
    for _ in range(copies):
        queue(pen, transaction_id, status=status, forge=forge, due_at=due)
    if mode["mode"] == "reorder":
        queue(
            pen, transaction_id, status=before, due_at=due + max(REORDER_SECONDS, mode["seconds"])
        )


def queue(
    pen: sqlite3.Connection,
    transaction_id: str,
    *,
    status: str,
    forge: str = "",
    due_at: float | None,
) -> int:
    """Write a notice down, due at ``due_at`` (``None``: its caller sends it); return its number."""
    row = pen.execute("SELECT * FROM transactions WHERE id = ?", (transaction_id,)).fetchone()
    event = signed_event(
        event_transaction(row, status=status), properties=switches.behaviour()["properties"]
    )
    if forge:
        _forge(event, forge)
    written = pen.execute(
        "INSERT INTO notices (transaction_id, status, forge, body, due_at, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (transaction_id, status, forge, json.dumps(event), due_at, time.time()),
    )
    return written.lastrowid or 0


def signed_event(transaction: dict[str, Any], *, properties: list[str]) -> dict[str, Any]:
    """Return the event ``transaction.updated``, signed over ``properties``.

    Source: docs.wompi.co, "Eventos": values, timestamp and secret, joined without separators.
    """
    now = datetime.now(UTC)
    event: dict[str, Any] = {
        "event": "transaction.updated",
        "data": {"transaction": transaction},
        "environment": "test",
        "timestamp": int(now.timestamp()),
        "sent_at": now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }
    text = ""
    for path in properties:
        value: Any = event["data"]
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        text += value if isinstance(value, str) else json.dumps(value).replace("null", "")
    text += f"{event['timestamp']}{settings.WOMPI_EVENTS_SECRET}"
    checksum = hashlib.sha256(text.encode()).hexdigest()
    event["signature"] = {"properties": properties, "checksum": checksum}
    return event


def _forge(event: dict[str, Any], forge: str) -> None:
    """Change a signed event as an attacker would who does not know the secret."""
    transaction = event["data"]["transaction"]
    if forge == "signature":
        event["signature"]["checksum"] = hashlib.sha256(b"not the secret").hexdigest()
    elif forge == "amount":
        # Nothing separates the values: a digit moves over and the checksum stays right.
        timestamp = str(event["timestamp"])
        transaction["amount_in_cents"] = int(f"{transaction['amount_in_cents']}{timestamp[0]}")
        event["timestamp"] = int(timestamp[1:])
    elif forge == "reference":
        transaction["reference"] += "-X"
    elif forge == "currency":
        transaction["currency"] = "USD"
