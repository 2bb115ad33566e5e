"""What a gateway says about a charge becomes true here, all of it in one transaction or nothing."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from catalog.errors import NotSellable, OutOfStock
from marketplace.shared import clock
from marketplace.shared.db import in_transaction
from marketplace.shared.faults import fault_point
from orders.errors import TransitionNotAllowed
from orders.selectors.split import VendorPart, vendor_parts
from orders.services.locking import lock_order, lock_parts
from orders.services.transitions import cancel_voided, confirm_paid
from orders.states import OrderStatus

from ..errors import ChargeMismatch, PaymentNotFound
from ..gateways.base import ChargeState
from ..models import ChargeAttempt, LedgerAccount
from ..states import OPEN, ChargeStatus, Placement, may_follow
from ..timetable import VOID_WATCH_PAUSE, poll_pause
from . import ledger, refunds
from .alerts import alert
from .commissions import earned, record_commissions
from .ledger import Account, Entry

logger = logging.getLogger("plaza.payments")

Kind = LedgerAccount.Kind
REFUND_REASONS = {
    Placement.SURPLUS: "El pedido ya estaba pagado.",
    Placement.REFUNDABLE: "El pedido ya no existía cuando llegó el pago.",
}


@in_transaction
def settle(*, state: ChargeState) -> ChargeAttempt:
    """Take the gateway's answer over: forward only, and every approved peso gets a place.

    ``state`` must come from the gateway's API, never from a notice. News that are older than what
    is known, or say the same, change nothing but a missing transaction id or bank's address.

    Raises:
        PaymentNotFound: the reference is not ours (or not committed yet).
        ChargeMismatch: another amount, currency, environment or transaction than ours; the
            order and the attempt are untouched.

    Locks the order, its vendor orders and then the attempt, like every writer of them.
    """
    order_id = (
        ChargeAttempt.objects.filter(gateway=state.gateway, reference=state.reference)
        .values_list("order_id", flat=True)
        .first()
    )
    if order_id is None:
        raise PaymentNotFound("No hay un cobro con esta referencia.", reference=state.reference)
    lock_parts(order=lock_order(order_id=order_id))
    attempt = ChargeAttempt.objects.select_for_update(no_key=True).get(reference=state.reference)
    check_same_charge(attempt, state)
    news = ChargeStatus(state.status.value.lower())
    _fill_in(attempt, state, news)
    if may_follow(ChargeStatus(attempt.status), news):
        _move(attempt, news, now=clock.now())
        logger.info("Charge moved", extra={"charge_id": str(attempt.pk), "status": str(news)})
    else:
        if news != attempt.status:
            logger.warning("Late news ignored", extra={"charge_id": str(attempt.pk)})
        attempt.save(update_fields=["transaction_id", "payment_url", "acceptance"])
    fault_point("payments.before_settle_commit")
    return attempt


def check_same_charge(attempt: ChargeAttempt, state: ChargeState) -> None:
    """Compare an answer with what was asked for.

    Raises:
        ChargeMismatch: they differ; ``details`` say where.
    """
    other_transaction = (
        attempt.captured > 0
        and state.status.is_final
        and state.transaction_id != attempt.transaction_id
    )
    differences = {
        "amount": (attempt.amount, state.amount),
        "currency": (attempt.currency, state.currency),
        "transaction_id": (
            attempt.transaction_id if other_transaction else state.transaction_id,
            state.transaction_id,
        ),
    }
    wrong = {
        name: [str(ours), str(theirs)]
        for name, (ours, theirs) in differences.items()
        if ours != theirs
    }
    if wrong:
        raise ChargeMismatch("La pasarela y el cobro no concuerdan.", differences=wrong)


def _fill_in(attempt: ChargeAttempt, state: ChargeState, news: ChargeStatus) -> None:
    """Keep what the attempt did not know yet; a later transaction replaces a refused one."""
    if not attempt.transaction_id or may_follow(ChargeStatus(attempt.status), news):
        attempt.transaction_id = state.transaction_id
    attempt.payment_url = state.payment_url or attempt.payment_url
    if state.documents:
        documents = [
            {"kind": document.kind, "url": document.url, "file_hash": document.file_hash}
            for document in state.documents
        ]
        attempt.acceptance = {**attempt.acceptance, "documents": documents}
    attempt.status_message = state.status_message[:300] or attempt.status_message


def _move(attempt: ChargeAttempt, news: ChargeStatus, *, now: datetime) -> None:
    """Write the new status, with the money's place where money came in."""
    attempt.status = news
    if news in OPEN:
        attempt.next_poll_at = now + poll_pause(attempt.polls)
    else:
        is_watched = news == ChargeStatus.APPROVED
        attempt.next_poll_at = now + VOID_WATCH_PAUSE if is_watched else None
        attempt.settled_at = now
    if news == ChargeStatus.APPROVED:
        _take_money(attempt)
    elif news == ChargeStatus.VOIDED:
        _give_money_back(attempt)
    else:
        _save(attempt)


def _take_money(attempt: ChargeAttempt) -> None:
    """Apply the money to the order; where that is not possible it is a surplus or refundable."""
    already_paid = ChargeAttempt.objects.filter(
        order_id=attempt.order_id, placement=Placement.APPLIED
    ).exists()
    if already_paid:
        _keep_to_return(attempt, Placement.SURPLUS)
        return
    try:
        with transaction.atomic():
            confirm_paid(order_id=attempt.order_id)
    except (TransitionNotAllowed, OutOfStock, NotSellable):
        # Cancelled, or expired and sold to somebody else: the money goes back.
        _keep_to_return(attempt, Placement.REFUNDABLE)
        return
    _apply(attempt, vendor_parts(order_id=attempt.order_id))


def _apply(attempt: ChargeAttempt, parts: Sequence[VendorPart]) -> None:
    attempt.placement, attempt.captured = Placement.APPLIED, attempt.amount
    _save(attempt)
    _post_capture(attempt, earned(record_commissions(charge=attempt, parts=parts)))


def _keep_to_return(attempt: ChargeAttempt, placement: Placement) -> None:
    attempt.placement, attempt.captured = placement, attempt.amount
    _save(attempt)
    kind = Kind.SURPLUS if placement == Placement.SURPLUS else Kind.REFUNDS_DUE
    _post_capture(attempt, [Entry(account=Account(kind=kind), amount=-attempt.amount)])
    refund = refunds.request_refund(
        charge_id=attempt.pk, amount=attempt.amount, reason=REFUND_REASONS[placement]
    )
    attempt.refund_held = refund.charge.refund_held
    alert(
        action=f"payments.charge_{placement}",
        subject_type="charge",
        subject_id=attempt.pk,
        changes={"captured": ["0.00", str(attempt.amount)]},
    )


def _give_money_back(attempt: ChargeAttempt) -> None:
    """Record that the gateway cancelled the charge, and cancel what it paid for.

    Vendor orders that have left the shop stay as they are; the alert names them.
    """
    if attempt.captured == 0:
        # Its approval was never seen: money came and went.
        attempt.placement, attempt.captured = Placement.REFUNDABLE, attempt.amount
        _save(attempt)
        due = Account(kind=Kind.REFUNDS_DUE)
        _post_capture(attempt, [Entry(account=due, amount=-attempt.amount)])
    else:
        _save(attempt)
    refunds.record_void(charge_id=attempt.pk)
    attempt.refresh_from_db()
    changes = {"status": [str(ChargeStatus.APPROVED), str(ChargeStatus.VOIDED)]}
    if attempt.placement == Placement.APPLIED:
        for part in cancel_voided(order_id=attempt.order_id):
            changes[part.number] = [str(OrderStatus.CANCELLED), str(part.status)]
    alert(
        action="payments.charge_voided",
        subject_type="charge",
        subject_id=attempt.pk,
        changes=changes,
    )


def _post_capture(attempt: ChargeAttempt, owed: list[Entry]) -> None:
    received = Entry(account=ledger.gateway_account(attempt.gateway), amount=attempt.amount)
    ledger.post(
        source_type="charge",
        source_id=attempt.pk,
        kind="capture",
        order_id=attempt.order_id,
        entries=[received, *owed],
    )


def _save(attempt: ChargeAttempt) -> None:
    attempt.save(
        update_fields=[
            "acceptance",
            "captured",
            "next_poll_at",
            "payment_url",
            "placement",
            "settled_at",
            "status",
            "status_message",
            "transaction_id",
        ]
    )
