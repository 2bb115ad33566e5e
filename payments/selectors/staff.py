"""What staff must look at among the payments."""

from ..models import ChargeAttempt, WebhookNotice
from ..states import OPEN, Placement


def open_charges() -> int:
    """Count the charges whose outcome is not known yet: one statement."""
    return ChargeAttempt.objects.filter(status__in=OPEN).count()


def anomalous_notices() -> int:
    """Count the notices that do not agree with what we asked for: one statement."""
    return WebhookNotice.objects.filter(outcome=WebhookNotice.Outcome.ANOMALOUS).count()


def charges_without_order() -> int:
    """Count the approved charges whose money no order took and nobody gave back: one statement."""
    unplaced = ChargeAttempt.objects.filter(placement__in=[Placement.SURPLUS, Placement.REFUNDABLE])
    return unplaced.filter(refunded=0, refund_held=0).count()
