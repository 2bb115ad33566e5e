"""Writing charge attempts before and after the call to the gateway; the money is settlement's.

While a call is under way the attempt's ``next_poll_at`` is the end of its lease: nobody else
touches the attempt before, and the value tells whose call it is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import readable_code
from orders.selectors.payable import PayableOrder, payable_order
from orders.services.expiry import extend_reservation
from orders.services.locking import lock_order
from orders.states import OrderStatus

from ..errors import OrderNotPayable, PaymentInProgress, TooManyAttempts
from ..models import ChargeAttempt
from ..states import OPEN, ChargeStatus, Method
from ..timetable import (
    CALL_LEASE,
    GIVE_UP_AFTER,
    POLL_AFTER_SECONDS,
    VOID_WATCH_FOR,
    VOID_WATCH_PAUSE,
    poll_pause,
)

MAX_ATTEMPTS = 12
RANDOM_LENGTH = 14


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How an order is to be paid, and what is kept of it.

    ``method`` is ``None`` for an intent whose buyer has not chosen yet.
    ``kept_data`` is the method's data without tokens and document numbers. ``acceptance`` says
    what the buyer ticked, when and from where.
    """

    method: Method | None
    gateway: str
    kept_data: dict[str, Any]
    acceptance: dict[str, Any]
    fraud_score: int


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The right to call the gateway once, until the lease ends.

    ``may_exist`` tells that an earlier call with this reference has an unknown outcome.
    """

    attempt: ChargeAttempt
    lease: datetime
    may_exist: bool


def check_payable(order: PayableOrder) -> None:
    """Refuse an order that does not wait for a payment.

    Raises:
        OrderNotPayable: it is paid, cancelled, or its reservation ran out.
    """
    if order.status == OrderStatus.PENDING and not order.is_expired:
        return
    if order.status == OrderStatus.PENDING or order.status == OrderStatus.CANCELLED:
        message = "El pedido se canceló o venció su plazo de pago."
    else:
        message = "El pedido ya está pagado."
    raise OrderNotPayable(message, order_id=order.id, status=order.status)


@in_transaction
def open_attempt(*, order_id: UUID, buyer_id: UUID, plan: Plan) -> Turn:
    """Commit a new attempt with its own unguessable reference, and keep the units for longer.

    Raises, locks: see ``open_intent``.
    """
    attempt = open_intent(order_id=order_id, buyer_id=buyer_id, plan=plan)
    attempt.next_poll_at = lease = clock.now() + CALL_LEASE
    attempt.save(update_fields=["next_poll_at"])
    return Turn(attempt=attempt, lease=lease, may_exist=False)


@in_transaction
def open_intent(*, order_id: UUID, buyer_id: UUID, plan: Plan) -> ChargeAttempt:
    """Commit an attempt that nobody sends yet: it is asked about by nobody either.

    Raises:
        OrderNotFound: no such order of this buyer.
        OrderNotPayable: it does not wait for a payment.
        PaymentInProgress: another attempt of the order is open.
        TooManyAttempts: the order was tried too often.

    Locks the order. Called twice, the second call meets the first one's open attempt.
    """
    order = _locked_payable(order_id, buyer_id)
    earlier = list(ChargeAttempt.objects.filter(order_id=order_id).order_by("-created_at"))
    for attempt in earlier:
        if attempt.status in OPEN:
            raise in_progress(attempt)
    if len(earlier) >= MAX_ATTEMPTS:
        raise TooManyAttempts("El pedido ya se intentó pagar demasiadas veces.")
    attempt = ChargeAttempt.objects.create(
        order_id=order_id,
        reference=f"{order.number}-{len(earlier) + 1}-{readable_code(RANDOM_LENGTH)}",
        gateway=plan.gateway,
        method=plan.method or "",
        amount=order.total,
        currency=order.currency,
        method_data=plan.kept_data,
        acceptance=plan.acceptance,
        fraud_score=plan.fraud_score,
    )
    _keep_units(order_id, plan.method)
    return attempt


@in_transaction
def choose_method(*, intent_id: UUID, method: Method, gateway: str) -> ChargeAttempt | None:
    """Give an intent that waits for it its method; ``None`` if it does not wait (any more)."""
    chosen = ChargeAttempt.objects.filter(
        pk=intent_id, status=ChargeStatus.CREATED, next_poll_at=None, method=""
    ).update(method=method, gateway=gateway)
    if not chosen:
        return None
    intent = ChargeAttempt.objects.get(pk=intent_id)
    _keep_units(intent.order_id, method)
    return intent


@in_transaction
def take_over(*, seen: ChargeAttempt, buyer_id: UUID, plan: Plan) -> Turn:
    """Call the gateway again under the reference of an attempt that it does not know.

    The reference stays, so that even a lost first call that arrives late can charge but once.

    Raises:
        OrderNotPayable: the order does not wait for a payment any more.
        PaymentInProgress: somebody else has taken it over, or it moved since it was ``seen``.

    Locks the order, then the attempt.
    """
    _locked_payable(seen.order_id, buyer_id)
    lease = clock.now() + CALL_LEASE
    as_seen: dict[str, Any] = {"next_poll_at": seen.next_poll_at}
    if seen.next_poll_at is None:
        as_seen = {"next_poll_at__isnull": True}
    changed = ChargeAttempt.objects.filter(
        pk=seen.pk, status=seen.status, transaction_id="", **as_seen
    ).update(
        status=ChargeStatus.CREATED,
        gateway=plan.gateway,
        method=plan.method or "",
        method_data=plan.kept_data,
        acceptance=plan.acceptance,
        fraud_score=plan.fraud_score,
        next_poll_at=lease,
        polls=0,
    )
    if not changed:
        raise in_progress(seen)
    _keep_units(seen.order_id, plan.method)
    return Turn(
        attempt=ChargeAttempt.objects.get(pk=seen.pk),
        lease=lease,
        may_exist=seen.next_poll_at is not None,
    )


def mark_unknown(turn: Turn) -> ChargeAttempt:
    """The call ended without a usable answer: the charge may exist, and will be asked for."""
    return _end(
        turn,
        status=ChargeStatus.UNKNOWN,
        message="La pasarela no respondió; se averiguará.",
    )


def mark_not_charged(turn: Turn, *, message: str) -> ChargeAttempt:
    """The call certainly created nothing: close the attempt.

    Where an earlier call under the same reference may have, the attempt stays unknown.
    """
    if turn.may_exist:
        return mark_unknown(turn)
    return _end(turn, status=ChargeStatus.ERROR, message=message)


def _end(turn: Turn, *, status: ChargeStatus, message: str) -> ChargeAttempt:
    """End the turn, unless its lease ran out and somebody else has the attempt now."""
    is_open = status in OPEN
    ChargeAttempt.objects.filter(
        pk=turn.attempt.pk, status=ChargeStatus.CREATED, next_poll_at=turn.lease
    ).update(
        status=status,
        status_message=message[:300],
        next_poll_at=DbNow() + poll_pause(0) if is_open else None,
        settled_at=None if is_open else DbNow(),
    )
    return ChargeAttempt.objects.get(pk=turn.attempt.pk)


@in_transaction
def claim_due() -> ChargeAttempt | None:
    """Take the attempt that is due for longest, and set its next question; ``None`` if none.

    Two callers never get the same one. An intent that was never sent is due after a day. Approved
    ones come after the open ones, and only on the day on which they may be voided.
    """
    now = clock.now()
    waiting = ChargeAttempt.objects.filter(status__in=OPEN)
    due = waiting.filter(next_poll_at__lte=now) | waiting.filter(
        next_poll_at__isnull=True, created_at__lt=now - GIVE_UP_AFTER
    )
    approved = ChargeAttempt.objects.filter(status=ChargeStatus.APPROVED, next_poll_at__lte=now)
    attempt = _first_free(due) or _first_free(approved)
    if attempt is not None:
        attempt.polls = min(attempt.polls + 1, 30_000)
        attempt.next_poll_at = _next_question(attempt, now)
        attempt.save(update_fields=["polls", "next_poll_at"])
    return attempt


def _first_free(due: QuerySet[ChargeAttempt]) -> ChargeAttempt | None:
    free = due.select_for_update(skip_locked=True, no_key=True)
    return free.order_by("next_poll_at", "pk").first()


def _next_question(attempt: ChargeAttempt, now: datetime) -> datetime | None:
    if attempt.status in OPEN:
        return now + poll_pause(attempt.polls)
    may_be_voided = attempt.settled_at and now - attempt.settled_at < VOID_WATCH_FOR
    return now + VOID_WATCH_PAUSE if may_be_voided else None


def expire_if_old(*, attempt_id: UUID) -> bool:
    """Close an attempt that the gateway has not known for a day; say whether this call did."""
    closed = ChargeAttempt.objects.filter(
        pk=attempt_id,
        status__in=OPEN,
        transaction_id="",
        created_at__lt=DbNow() - GIVE_UP_AFTER,
    ).update(status=ChargeStatus.EXPIRED, next_poll_at=None, settled_at=DbNow())
    return bool(closed)


def in_progress(attempt: ChargeAttempt) -> PaymentInProgress:
    """Return the refusal that names the open attempt."""
    return PaymentInProgress(
        "El pedido tiene un pago en curso; espere su resultado.",
        payment_id=attempt.pk,
        status=attempt.status,
        payment_url=attempt.payment_url or None,
        retry_after=POLL_AFTER_SECONDS[0],
    )


def _locked_payable(order_id: UUID, buyer_id: UUID) -> PayableOrder:
    lock_order(order_id=order_id)
    order = payable_order(order_id=order_id, buyer_id=buyer_id)
    check_payable(order)
    return order


def _keep_units(order_id: UUID, method: Method | None) -> None:
    if method is None:
        return
    extend_reservation(order_id=order_id, minutes=settings.RESERVATION_MINUTES[method.value])
