"""Who somebody is: the readers behind login and behind every request."""

from uuid import UUID

from django.db.models import Exists, F

from marketplace.shared.clock import DbNow

from ..models import User
from .signing_keys import live_keys


def normalise_email(text: str) -> str:
    """Return the one spelling under which an address is stored and looked up."""
    return text.strip().lower()


def user_by_email(*, email: str) -> User | None:
    """Return the account of ``email``, whatever its state: 1 query."""
    return User.objects.filter(email=normalise_email(email)).first()


def signed_in_user(*, user_id: UUID, session_id: UUID, kid: str) -> User | None:
    """Return the active person whose login session is open, with ``login_session_id``: 1 query.

    None when the session is somebody else's, revoked or expired, the account is closed, or the
    key ``kid`` that signed the token is not ours or no longer valid.
    """
    return (
        User.objects.filter(
            Exists(live_keys().filter(kid=kid)),
            pk=user_id,
            is_active=True,
            login_sessions__pk=session_id,
            login_sessions__revoked_at__isnull=True,
            login_sessions__expires_at__gt=DbNow(),
        )
        .annotate(login_session_id=F("login_sessions__pk"))
        .first()
    )
