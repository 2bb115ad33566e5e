"""Notices as Wompi signs them, made without the product's own code."""

import hashlib
import json
from typing import Any

from django.conf import settings

from payments.models import ChargeAttempt

PROPERTIES = ["transaction.id", "transaction.status", "transaction.amount_in_cents"]


def event(attempt: ChargeAttempt, status: str = "APPROVED", **changes: Any) -> dict[str, Any]:
    """Return an unsigned event about an attempt; ``changes`` are fields of its transaction."""
    transaction = {
        "id": attempt.transaction_id,
        "amount_in_cents": int(attempt.amount) * 100,
        "reference": attempt.reference,
        "customer_email": "ana@example.com",
        "currency": "COP",
        "payment_method_type": attempt.method,
        "status": status,
    }
    return {
        "event": "transaction.updated",
        "data": {"transaction": transaction | changes},
        "environment": "test",
        "timestamp": 1_795_000_005,
        "sent_at": "2026-11-20T15:04:05.000Z",
    }


def sign(content: dict[str, Any], *, secret: str | None = None) -> bytes:
    """Return the body of an event, signed over id, status and amount."""
    transaction = content["data"].get("transaction", {})
    paths = [path for path in PROPERTIES if path.split(".")[1] in transaction]
    text = "".join(str(transaction[path.split(".")[1]]) for path in paths)
    if not paths:
        paths, text = ["token.id"], content["data"]["token"]["id"]
    text += f"{content['timestamp']}{settings.WOMPI_EVENTS_SECRET if secret is None else secret}"
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(
        {**content, "signature": {"properties": paths, "checksum": checksum}}
    ).encode()


def signed(attempt: ChargeAttempt, status: str = "APPROVED", **changes: Any) -> bytes:
    """Return a signed event about an attempt."""
    return sign(event(attempt, status, **changes))
