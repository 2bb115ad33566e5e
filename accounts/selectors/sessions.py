"""The devices that somebody is signed in on."""

from uuid import UUID

from django.db.models import QuerySet

from marketplace.shared.clock import DbNow

from ..models import LoginSession


def open_sessions(*, user_id: UUID) -> QuerySet[LoginSession]:
    """Return the person's open login sessions, newest first."""
    return LoginSession.objects.filter(
        user_id=user_id, revoked_at__isnull=True, expires_at__gt=DbNow()
    ).order_by("-created_at", "-pk")
