"""What is known about somebody's second factor."""

from uuid import UUID

from ..models import RecoveryCode, TotpDevice


def confirmed_device(*, user_id: UUID) -> TotpDevice | None:
    """Return the authenticator that confirms the person's logins; None if there is none."""
    return TotpDevice.objects.filter(user_id=user_id, confirmed_at__isnull=False).first()


def has_second_factor(*, user_id: UUID) -> bool:
    """Tell whether the person's logins take two steps."""
    return TotpDevice.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists()


def recovery_codes_left(*, user_id: UUID) -> int:
    """Return how many recovery codes the person has not used."""
    return RecoveryCode.objects.filter(user_id=user_id, used_at__isnull=True).count()
