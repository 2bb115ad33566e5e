"""What staff must look at among the payments."""

from django.db.models import F, QuerySet

from ..models import ChargeAttempt, Refund, WebhookNotice
from ..states import OPEN, Placement

UNDER_WAY = (Refund.Status.REQUESTED, Refund.Status.PENDING, Refund.Status.UNKNOWN)


def open_charges() -> int:
    """Count the charges whose outcome is not known yet: one statement."""
    return ChargeAttempt.objects.filter(status__in=OPEN).count()


def anomalous_notices() -> int:
    """Count the notices that do not agree with what we asked for: one statement."""
    return WebhookNotice.objects.filter(outcome=WebhookNotice.Outcome.ANOMALOUS).count()


def charges_without_order() -> int:
    """Count the charges whose money belongs to no order and is not back yet: one statement."""
    return without_order(ChargeAttempt.objects.all()).count()


def without_order(charges: QuerySet[ChargeAttempt]) -> QuerySet[ChargeAttempt]:
    """Return those of ``charges`` whose money no order took and that is not wholly returned."""
    unplaced = charges.filter(placement__in=[Placement.SURPLUS, Placement.REFUNDABLE])
    return unplaced.filter(refunded__lt=F("captured"))


def refunds_to_do() -> int:
    """Count the refunds whose money is not back with its buyer yet: one statement."""
    return Refund.objects.filter(status__in=UNDER_WAY).count()
