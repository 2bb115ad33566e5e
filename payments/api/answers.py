"""Answers as plain dictionaries; ``outputs.py`` documents the same fields."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from orders.selectors.payable import PayableOrder

from ..models import ChargeAttempt
from ..selectors.earnings import Balance
from ..selectors.health import GatewayHealth
from ..states import OPEN, Placement


def payment_answer(attempt: ChargeAttempt) -> dict[str, Any]:
    """Return one attempt as its buyer sees it."""
    return {
        "id": attempt.pk,
        "intent_id": attempt.pk,
        "transaction_id": attempt.transaction_id or None,
        "reference": attempt.reference,
        "order_id": attempt.order_id,
        "status": str(attempt.status),
        "status_message": attempt.status_message,
        "amount": attempt.amount,
        "currency": attempt.currency,
        "payment_method": str(attempt.method) or None,
        "gateway": attempt.gateway,
        "payment_url": attempt.payment_url or None,
        "fraud_score": attempt.fraud_score,
        "created_at": attempt.created_at,
        "settled_at": attempt.settled_at,
    }


def order_payment_answer(order: PayableOrder, attempts: Sequence[ChargeAttempt]) -> dict[str, Any]:
    """Return where an order's payment is: the applied attempt, else the open one, else the last."""
    ranked = sorted(
        attempts,
        key=lambda attempt: (attempt.placement != Placement.APPLIED, attempt.status not in OPEN),
    )
    counts = ranked[0] if ranked else None
    return {
        "order_id": order.id,
        "order_status": order.status.value,
        "status": str(counts.status) if counts else "none",
        "payment": payment_answer(counts) if counts else None,
        "attempts": [payment_answer(attempt) for attempt in attempts],
    }


def health_answer(gateways: Sequence[GatewayHealth]) -> dict[str, Any]:
    """Return the module's health; it is up as long as it can answer."""
    return {"status": "ok", "gateways": [asdict(gateway) for gateway in gateways]}


def balance_answer(balance: Balance) -> dict[str, Any]:
    """Return a vendor's balance."""
    return {"held": balance.held, "available": balance.available, "currency": "COP"}
