"""Payments as their buyer sees them."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from marketplace.shared.clock import DbNow

from ..errors import PaymentNotFound
from ..models import ChargeAttempt
from ..states import OPEN, ChargeStatus


@dataclass(frozen=True, kw_only=True)
class BuyerHistory:
    """Counts of one buyer's payments, for the fraud score."""

    recent_declines: int
    recent_attempts: int
    approved_before: int


def payments_of(*, buyer_id: UUID) -> QuerySet[ChargeAttempt]:
    """Return the attempts to pay the buyer's own orders, newest first: the only door."""
    own = ChargeAttempt.objects.filter(order__buyer_id=buyer_id)
    return own.order_by("-created_at", "-id")


def payment_of(*, buyer_id: UUID, intent: str) -> ChargeAttempt:
    """Return one of the buyer's own attempts, by our id or by the gateway's transaction id.

    Raises:
        PaymentNotFound: there is none, or it is another buyer's.
    """
    try:
        wanted = Q(pk=UUID(intent))
    except ValueError:
        wanted = Q(transaction_id=intent) if intent else Q(pk__isnull=True)
    found = payments_of(buyer_id=buyer_id).filter(wanted).first()
    if found is None:
        raise PaymentNotFound("El pago no existe.")
    return found


def payments_of_order(*, buyer_id: UUID, order_id: UUID) -> list[ChargeAttempt]:
    """Return the attempts to pay one of the buyer's own orders, newest first."""
    return list(payments_of(buyer_id=buyer_id).filter(order_id=order_id))


def open_attempt_of(*, order_id: UUID) -> ChargeAttempt | None:
    """Return the attempt that holds up any other one for this order."""
    return ChargeAttempt.objects.filter(order_id=order_id, status__in=OPEN).first()


def history_of(*, buyer_id: UUID) -> BuyerHistory:
    """Count what a buyer's payments looked like: one statement."""
    day, hour = DbNow() - timedelta(days=1), DbNow() - timedelta(hours=1)
    refused = Q(status__in=[ChargeStatus.DECLINED, ChargeStatus.ERROR])
    counts = (
        payments_of(buyer_id=buyer_id)
        .order_by()
        .aggregate(
            recent_declines=Count("pk", filter=refused & Q(created_at__gte=day)),
            recent_attempts=Count("pk", filter=Q(created_at__gte=hour)),
            approved_before=Count("pk", filter=Q(status=ChargeStatus.APPROVED)),
        )
    )
    return BuyerHistory(**counts)
