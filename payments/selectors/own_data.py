"""What the payments know about a person, for that person's own copy. Keys are for people."""

from typing import Any
from uuid import UUID

from ..models import ChargeAttempt, Refund
from .buyers import payments_of


def own_payments(user_id: UUID) -> list[dict[str, Any]]:
    """Return a person's attempts to pay, with what came back: 2 queries. No card is kept at all."""
    charges = payments_of(buyer_id=user_id).select_related("order")
    return [_charge(charge) for charge in charges.prefetch_related("refunds")]


def _charge(charge: ChargeAttempt) -> dict[str, Any]:
    return {
        "referencia": charge.reference,
        "pedido": charge.order.number,
        "pasarela": charge.gateway,
        "medio": charge.get_method_display(),
        "valor": charge.amount,
        "estado": charge.get_status_display(),
        "momento": charge.created_at,
        "desde_la_direccion": charge.acceptance.get("ip"),
        "devoluciones": [_refund(refund) for refund in charge.refunds.all()],
    }


def _refund(refund: Refund) -> dict[str, Any]:
    return {
        "referencia": refund.reference,
        "valor": refund.amount,
        "estado": refund.get_status_display(),
        "motivo": refund.reason,
        "pedida": refund.created_at,
        "hecha": refund.done_at,
    }
