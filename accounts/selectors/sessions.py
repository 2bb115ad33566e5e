"""The devices that somebody is signed in on."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from marketplace.shared.clock import DbNow

from ..models import LoginSession


def open_sessions(*, user_id: UUID) -> QuerySet[LoginSession]:
    """Return the person's open login sessions, newest first."""
    return LoginSession.objects.filter(
        user_id=user_id, revoked_at__isnull=True, expires_at__gt=DbNow()
    ).order_by("-created_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class DevicesSeen:
    """How many sessions of a person are open, came from this device, came from known ones."""

    open: int
    same: int
    others: int


def devices_seen(*, user_id: UUID, mark: str) -> DevicesSeen:
    """Return what the person's login sessions, open or not, tell about a device: 1 query."""
    counts = LoginSession.objects.filter(user_id=user_id).aggregate(
        open=Count("pk", filter=Q(revoked_at__isnull=True, expires_at__gt=DbNow())),
        same=Count("pk", filter=Q(device=mark)),
        others=Count("pk", filter=~Q(device__in=["", mark])),
    )
    return DevicesSeen(**counts)
