"""Takes an erased person out of their payments; amounts, references and the ledger stay."""

import json
from typing import Any
from uuid import UUID

from django.db.models import Q

from marketplace.shared.db import in_transaction
from vendors.selectors.members import membership_of

from ..models import ChargeAttempt, Payout, Refund, WebhookNotice
from ..selectors.staff import UNDER_WAY, without_order
from ..states import OPEN

_PAYOUT_UNDER_WAY = (Payout.Status.REQUESTED, Payout.Status.APPROVED, Payout.Status.SENT)
# What a gateway tells of its payer beside the charge; signatures do not cover it.
_PAYER = ("customer_email", "customer_data", "customer_number", "shipping_address", "billing_data")


def money_obstacle(user_id: UUID) -> str | None:
    """Money on its way, in any direction, arrives before its owner can be erased."""
    own = ChargeAttempt.objects.filter(order__buyer_id=user_id)
    if own.filter(status__in=OPEN).exists():
        return "Tiene un pago sin resultado: espere a que se confirme o se rechace."
    refunds = Refund.objects.filter(charge__order__buyer_id=user_id, status__in=UNDER_WAY)
    if refunds.exists() or without_order(own).exists():
        return "Tiene una devolución de dinero en curso: espere a que le llegue."
    member = membership_of(user_id=user_id)
    if member is None or member.role != "owner":
        return None
    if Payout.objects.filter(vendor_id=member.vendor_id, status__in=_PAYOUT_UNDER_WAY).exists():
        return "Su tienda tiene una liquidación en curso: espere a que le llegue el dinero."
    return None


@in_transaction
def erase_payer(*, user_id: UUID) -> None:
    """Remove the address that consents to payments came from, and the payer in stored notices.

    Twice is once. Locks the charges by id.
    """
    own = ChargeAttempt.objects.select_for_update(no_key=True, of=("self",)).filter(
        order__buyer_id=user_id
    )
    named = Q()
    for charge in own.order_by("pk"):
        named |= Q(gateway=charge.gateway, reference=charge.reference)
        if charge.acceptance.get("ip"):
            charge.acceptance = {**charge.acceptance, "ip": None}
            charge.save(update_fields=["acceptance"])
    if not named:
        return
    for notice in WebhookNotice.objects.filter(named).only("body"):
        body = _without_payer(notice.body)
        if body != notice.body:
            notice.body = body
            notice.save(update_fields=["body"])


def _without_payer(body: str) -> str:
    """Return a notice's JSON without who paid; a body that is none stays, as it names nobody."""
    try:
        content = json.loads(body)
    except ValueError:
        return body
    cleaned = _cleaned(content)
    return body if cleaned == content else json.dumps(cleaned, ensure_ascii=False)


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _method_alone(inner) if name == "payment_method" else _cleaned(inner)
        for name, inner in value.items()
        if name not in _PAYER
    }


def _method_alone(method: Any) -> Any:
    """Keep the kind of a payment method; the rest may name its owner."""
    return {"type": method.get("type")} if isinstance(method, dict) else method
