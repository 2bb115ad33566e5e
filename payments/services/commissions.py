"""What the marketplace and each vendor get of an applied charge, and its undoing."""

import logging
from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from marketplace.shared.db import in_transaction
from orders.selectors.split import VendorPart
from orders.services.locking import lock_order

from ..errors import RefundExceedsCapture
from ..models import ChargeAttempt, Commission, CommissionLine, LedgerAccount
from ..splits import SaleSplit, Share, split_sale
from . import ledger, refunds
from .ledger import Account, Entry

logger = logging.getLogger("plaza.payments")

Kind = LedgerAccount.Kind


@in_transaction
def record_commissions(*, charge: ChargeAttempt, parts: Sequence[VendorPart]) -> list[Commission]:
    """Write the commission of each vendor order and of its lines, by the rate frozen at the sale.

    Called once per applied charge, in the transaction that applies it; the database refuses a
    second commission of a vendor order. Three statements, whatever the number of lines.
    """
    iva_rate = Decimal(settings.COMMISSION_IVA_RATE)
    splits = [
        split_sale(
            line_values=[line.gross - line.discount for line in part.lines],
            shipping=part.shipping,
            rate=part.commission_rate,
            iva_rate=iva_rate,
        )
        for part in parts
    ]
    commissions = Commission.objects.bulk_create(
        Commission(
            vendor_order_id=part.vendor_order_id,
            vendor_id=part.vendor_id,
            charge=charge,
            base=split.base,
            rate=part.commission_rate,
            amount=split.amount,
            iva=split.iva,
            vendor_net=split.vendor_net,
        )
        for part, split in zip(parts, splits, strict=True)
    )
    CommissionLine.objects.bulk_create(
        line
        for commission, part, split in zip(commissions, parts, splits, strict=True)
        for line in _lines(commission, part, split)
    )
    return commissions


def _lines(commission: Commission, part: VendorPart, split: SaleSplit) -> Iterable[CommissionLine]:
    for line, share in zip(part.lines, split.lines, strict=True):
        yield _line(commission, line.line_id, share)
    if split.shipping is not None:
        yield _line(commission, None, split.shipping)


def _line(commission: Commission, line_id: UUID | None, share: Share) -> CommissionLine:
    return CommissionLine(
        commission=commission,
        line_id=line_id,
        base=share.base,
        amount=share.amount,
        iva=share.iva,
    )


def earned(commissions: Iterable[Commission]) -> list[Entry]:
    """Return the credits of a sale: what each vendor is owed, what we keep, and its IVA."""
    entries = []
    for commission in commissions:
        held = Account(kind=Kind.VENDOR_HELD, vendor_id=commission.vendor_id)
        entries += [
            Entry(account=held, amount=-commission.vendor_net),
            Entry(account=Account(kind=Kind.COMMISSION), amount=-commission.amount),
            Entry(account=Account(kind=Kind.COMMISSION_IVA), amount=-commission.iva),
        ]
    return entries


@in_transaction
def reverse_sale(*, order_id: UUID, vendor_order_id: UUID, reason: str) -> bool:
    """Give a paid vendor order's money back: from vendor and marketplace to what is due to buyers.

    Takes the figures of the frozen commission, and sets a refund aside on the charge. Where the
    gateway gave the money back already (a voided charge), only the books are put right.

    Returns whether this call did it: a second one changes nothing, and a vendor order that was
    never paid has nothing to give back. Locks the order, then the charge.
    """
    lock_order(order_id=order_id)
    commission = Commission.objects.filter(vendor_order_id=vendor_order_id).first()
    if commission is None or commission.base == 0:
        return False
    undone = [Entry(account=e.account, amount=-e.amount) for e in earned([commission])]
    due = Entry(account=Account(kind=Kind.REFUNDS_DUE), amount=-commission.base)
    posting = ledger.post(
        source_type="commission",
        source_id=commission.pk,
        kind="reversal",
        order_id=order_id,
        entries=[*undone, due],
    )
    if posting is None:
        return False
    try:
        with transaction.atomic():
            refunds.request_refund(
                charge_id=commission.charge_id,
                amount=commission.base,
                reason=reason,
                items=[{"vendor_order_id": str(vendor_order_id), "amount": str(commission.base)}],
            )
    except RefundExceedsCapture:
        # Voided at the gateway: the money is back already, and what is due comes to zero.
        logger.info("Nothing left to refund", extra={"commission_id": str(commission.pk)})
    return True
