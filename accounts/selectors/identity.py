"""Who somebody is: the readers behind login and behind every request."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists

from marketplace.shared.clock import DbNow

from ..models import LoginSession, User
from .signing_keys import live_keys

# How exactly the last use of a session is known; so seldom does using it cost a statement.
USE_IS_NOTED_EVERY = timedelta(minutes=5)


def normalise_email(text: str) -> str:
    """Return the one spelling under which an address is stored and looked up."""
    return text.strip().lower()


def user_by_email(*, email: str) -> User | None:
    """Return the account of ``email``, whatever its state: 1 query."""
    return User.objects.filter(email=normalise_email(email)).first()


def signed_in_user(*, user_id: UUID, session_id: UUID, kid: str | None) -> User | None:
    """Return the active person whose login session is open, with ``login_session``: 1 query.

    Args:
        kid: the key that signed the access token; None for a browser, which has no token.

    None when the session is somebody else's, revoked or expired, the account is closed, or the
    key ``kid`` that signed the token is not ours or no longer valid.
    """
    sessions = LoginSession.objects.all()
    if kid is not None:
        sessions = sessions.filter(Exists(live_keys().filter(kid=kid)))
    session = (
        sessions.select_related("user")
        .annotate(moment=DbNow())
        .filter(
            pk=session_id,
            user_id=user_id,
            user__is_active=True,
            revoked_at__isnull=True,
            expires_at__gt=DbNow(),
        )
        .first()
    )
    if session is None:
        return None
    session.user.login_session = session
    return session.user


def is_use_unnoted(session: LoginSession) -> bool:
    """Tell whether a session that ``signed_in_user`` found was last noted a while ago."""
    moment: datetime = session.moment  # type: ignore[attr-defined]  # of the query above
    return moment - session.last_used_at > USE_IS_NOTED_EVERY
