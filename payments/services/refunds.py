"""Money on its way back to buyers: held on the charge first, then given back, then booked."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction

from ..errors import RefundExceedsCapture
from ..models import ChargeAttempt, LedgerAccount, Refund
from ..selectors.staff import UNDER_WAY
from ..states import Placement
from . import ledger


@in_transaction
def request_refund(
    *,
    charge_id: UUID,
    amount: Decimal,
    reason: str,
    items: Sequence[Mapping[str, Any]] = (),
    requested_by: UUID | None = None,
) -> Refund:
    """Set ``amount`` whole pesos of a captured charge aside to be given back.

    Locks the charge by a conditional update, so that refunds together never exceed what was
    captured. Asked for twice it is two refunds: callers guard it by a fact that happens once.

    Raises:
        RefundExceedsCapture: not that much is left; nothing is written.
    """
    held = ChargeAttempt.objects.filter(
        pk=charge_id, captured__gte=F("refund_held") + F("refunded") + amount
    ).update(refund_held=F("refund_held") + amount)
    if not held:
        raise RefundExceedsCapture("No queda tanto por devolver de este cobro.")
    charge = ChargeAttempt.objects.get(pk=charge_id)
    number = Refund.objects.filter(charge_id=charge_id).count() + 1
    return Refund.objects.create(
        charge=charge,
        reference=f"{charge.reference}-R{number}",
        amount=amount,
        reason=reason,
        items=list(items),
        requested_by=requested_by,
    )


@in_transaction
def mark_done(*, refund_id: UUID) -> bool:
    """The gateway has given the money back: move it on the charge and in the books.

    Returns whether this call did it; a refund that is already done or failed stays as it is.
    Locks the charge, then the refund.
    """
    refund = Refund.objects.get(pk=refund_id)
    charge = ChargeAttempt.objects.select_for_update(no_key=True).get(pk=refund.charge_id)
    moved = Refund.objects.filter(pk=refund_id, status__in=UNDER_WAY).update(
        status=Refund.Status.DONE, done_at=DbNow()
    )
    if not moved:
        return False
    ChargeAttempt.objects.filter(pk=charge.pk).update(
        refund_held=F("refund_held") - refund.amount, refunded=F("refunded") + refund.amount
    )
    surplus = charge.placement == Placement.SURPLUS
    kind = LedgerAccount.Kind.SURPLUS if surplus else LedgerAccount.Kind.REFUNDS_DUE
    ledger.post(
        source_type="refund",
        source_id=refund.pk,
        kind="refund",
        order_id=charge.order_id,
        entries=[
            ledger.Entry(account=ledger.Account(kind=kind), amount=refund.amount),
            ledger.Entry(account=ledger.gateway_account(charge.gateway), amount=-refund.amount),
        ],
    )
    return True


@in_transaction
def record_void(*, charge_id: UUID) -> None:
    """The gateway has cancelled a whole charge: every peso not yet returned is returned now.

    Refunds that were under way are done by it; the rest becomes a refund of its own. A second
    call finds nothing left.
    """
    under_way = Refund.objects.filter(charge_id=charge_id, status__in=UNDER_WAY).order_by("pk")
    for refund_id in list(under_way.values_list("pk", flat=True)):
        mark_done(refund_id=refund_id)
    charge = ChargeAttempt.objects.get(pk=charge_id)
    rest = charge.captured - charge.refund_held - charge.refunded
    if rest:
        refund = request_refund(
            charge_id=charge_id, amount=rest, reason="La pasarela anuló el cobro."
        )
        mark_done(refund_id=refund.pk)
