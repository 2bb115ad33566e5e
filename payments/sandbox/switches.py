"""The switches of the sandbox: how it behaves, how it notifies, where it breaks. All on disk."""

import json
from typing import Any

from django.conf import settings

from . import book

DEFAULT_PROPERTIES = ["transaction.id", "transaction.status", "transaction.amount_in_cents"]


def notice_mode() -> dict[str, Any]:
    """Return how notices are sent now: mode, seconds of delay, copies, kind of forgery."""
    return _read("notices", {"mode": "normal", "seconds": 0, "copies": 1, "forge": "signature"})


def set_notice_mode(values: dict[str, Any]) -> None:
    """Send notices like this from now on."""
    _write("notices", values)


def behaviour() -> dict[str, Any]:
    """Return every other switch, the settings' values where none was set.

    Seconds are ``None`` where a person decides.
    """
    return {
        "auto_resolve_seconds": _unless_negative(settings.SANDBOX_AUTO_RESOLVE_SECONDS),
        "pse_auto_resolve_seconds": _unless_negative(settings.SANDBOX_PSE_AUTO_RESOLVE_SECONDS),
        "payment_url_seconds": settings.SANDBOX_PAYMENT_URL_SECONDS,
        "properties": DEFAULT_PROPERTIES,
        "notice_before_answer": False,
    } | _read("behaviour", {})


def set_behaviour(values: dict[str, Any]) -> None:
    """Change the named switches and leave the others."""
    _write("behaviour", _read("behaviour", {}) | values)


def reset_behaviour() -> None:
    """Go back to the settings."""
    _write("behaviour", {})


def set_fault(*, gateway: str, operation: str, kind: str, seconds: float, times: int) -> None:
    """Break the next ``times`` calls of an operation; 0 ends it."""
    with book.writing() as pen:
        pen.execute("DELETE FROM faults WHERE gateway = ? AND operation = ?", (gateway, operation))
        if times:
            pen.execute(
                "INSERT INTO faults VALUES (?, ?, ?, ?, ?)",
                (gateway, operation, kind, seconds, times),
            )


def take_fault(*, gateway: str, operation: str) -> tuple[str, float] | None:
    """Return kind and seconds of the fault that hits this call, and count it."""
    with book.writing() as pen:
        row = pen.execute(
            "UPDATE faults SET times = times - 1 WHERE gateway = ? AND operation = ?"
            " AND times > 0 RETURNING kind, seconds",
            (gateway, operation),
        ).fetchone()
    return None if row is None else (row["kind"], row["seconds"])


def faults() -> list[dict[str, Any]]:
    """Return the faults that still wait for a call."""
    rows = book.connection().execute("SELECT * FROM faults WHERE times > 0")
    return [dict(row) for row in rows]


def heal() -> None:
    """End every fault."""
    book.connection().execute("DELETE FROM faults")


def _read(name: str, default: dict[str, Any]) -> dict[str, Any]:
    row = book.connection().execute("SELECT value FROM switches WHERE name = ?", (name,)).fetchone()
    return default if row is None else json.loads(row["value"])


def _write(name: str, value: dict[str, Any]) -> None:
    book.connection().execute("REPLACE INTO switches VALUES (?, ?)", (name, json.dumps(value)))


def _unless_negative(seconds: float) -> float | None:
    return None if seconds < 0 else seconds
