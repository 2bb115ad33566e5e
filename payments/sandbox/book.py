"""The gateway's book on disk: SQLite, so that it survives the sandbox being killed."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

SCHEMA = """
CREATE TABLE IF NOT EXISTS transactions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    gateway TEXT NOT NULL,
    reference TEXT NOT NULL,
    amount_in_cents INTEGER NOT NULL,
    currency TEXT NOT NULL,
    method TEXT NOT NULL,
    status TEXT NOT NULL,
    status_message TEXT,
    created_at REAL NOT NULL,
    finalized_at REAL,
    resolve_at REAL,
    outcome TEXT NOT NULL,
    outcome_message TEXT,
    url_at REAL NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (gateway, reference)
);
CREATE INDEX IF NOT EXISTS transactions_to_resolve ON transactions (resolve_at);
CREATE TABLE IF NOT EXISTS notices (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    transaction_id TEXT NOT NULL,
    status TEXT NOT NULL,
    forge TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL,
    http_status INTEGER,
    created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS notices_due ON notices (due_at);
CREATE TABLE IF NOT EXISTS card_tokens (
    id TEXT PRIMARY KEY,
    card TEXT NOT NULL,
    outcome TEXT NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS spent_acceptances (jit TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS payment_links (id TEXT PRIMARY KEY, link TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS faults (
    gateway TEXT NOT NULL,
    operation TEXT NOT NULL,
    kind TEXT NOT NULL,
    seconds REAL NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (gateway, operation)
);
"""
MERCHANT_ID = 15113

_local = threading.local()


def prepare() -> None:
    """Make the folder and the tables, if they are not there."""
    settings.SANDBOX_HOME.mkdir(parents=True, exist_ok=True)
    connection().executescript(SCHEMA)


def connection() -> sqlite3.Connection:
    """Return this thread's connection; every statement commits by itself."""
    opened: sqlite3.Connection | None = getattr(_local, "connection", None)
    if opened is None:
        opened = sqlite3.connect(
            settings.SANDBOX_HOME / "book.sqlite3", timeout=30, isolation_level=None
        )
        opened.row_factory = sqlite3.Row
        opened.execute("PRAGMA journal_mode = WAL")
        _local.connection = opened
    return opened


@contextmanager
def writing() -> Iterator[sqlite3.Connection]:
    """One transaction of the book, alone with the pen; all or nothing."""
    opened = connection()
    opened.execute("BEGIN IMMEDIATE")
    try:
        yield opened
    except BaseException:
        opened.execute("ROLLBACK")
        raise
    opened.execute("COMMIT")


def add_transaction(
    *,
    gateway: str,
    reference: str,
    amount_in_cents: int,
    currency: str,
    method: str,
    outcome: tuple[str, str | None],
    resolve_after: float | None,
    url_after: float,
    details: dict[str, Any],
) -> sqlite3.Row | None:
    """Enter a pending transaction and return it; ``None`` if the reference was ever used.

    ``outcome`` is the final status and its message, taken ``resolve_after`` seconds from now, or
    when somebody says so if that is ``None``.
    """
    now = time.time()
    with writing() as pen:
        number = pen.execute("SELECT coalesce(max(number), 0) + 1 FROM transactions").fetchone()[0]
        transaction_id = f"{MERCHANT_ID}-{int(now)}-{10000 + number}"
        taken = pen.execute(
            "INSERT INTO transactions (id, gateway, reference, amount_in_cents, currency, method,"
            " status, created_at, resolve_at, outcome, outcome_message, url_at, details)"
            " VALUES (?, ?, ?, ?, ?, ?, 'PENDING', ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (gateway, reference) DO NOTHING",
            (
                transaction_id,
                gateway,
                reference,
                amount_in_cents,
                currency,
                method,
                now,
                None if resolve_after is None else now + resolve_after,
                *outcome,
                now + url_after,
                json.dumps(details),
            ),
        )
    return find_transaction(transaction_id) if taken.rowcount == 1 else None


def find_transaction(transaction_id: str) -> sqlite3.Row | None:
    """Return one transaction, if the book has it."""
    found: sqlite3.Row | None = (
        connection()
        .execute("SELECT * FROM transactions WHERE id = ?", (transaction_id,))
        .fetchone()
    )
    return found


def list_transactions(
    *, gateway: str = "", reference: str = "", status: str = "", limit: int = 10_000
) -> list[sqlite3.Row]:
    """Return the transactions that fit, newest first; an empty filter fits all."""
    return (
        connection()
        .execute(
            "SELECT * FROM transactions WHERE (gateway = :gateway OR :gateway = '')"
            " AND (reference = :reference OR :reference = '')"
            " AND (status = :status OR :status = '') ORDER BY number DESC LIMIT :limit",
            {"gateway": gateway, "reference": reference, "status": status, "limit": limit},
        )
        .fetchall()
    )


def due_transactions() -> list[str]:
    """Return the ids of transactions that become final by themselves by now."""
    rows = connection().execute(
        "SELECT id FROM transactions WHERE resolve_at <= ? AND status = 'PENDING'", (time.time(),)
    )
    return [row["id"] for row in rows]
