"""Who somebody is: the readers behind login and behind every request."""

from datetime import datetime, timedelta
from uuid import UUID

from marketplace.shared.clock import DbNow

from ..models import LoginSession, User

# How exactly the last use of a session is known; so seldom does using it cost a statement.
USE_IS_NOTED_EVERY = timedelta(minutes=5)


def normalise_email(text: str) -> str:
    """Return the one spelling under which an address is stored and looked up."""
    return text.strip().lower()


def user_by_email(*, email: str) -> User | None:
    """Return the account of ``email``, whatever its state: 1 query."""
    return User.objects.filter(email=normalise_email(email)).first()


def signed_in_user(*, user_id: UUID, session_id: UUID) -> User | None:
    """Return the active person whose login session is open, with ``login_session``: 1 query.

    None when the session is somebody else's, revoked or expired, or the account is closed.
    """
    session = (
        LoginSession.objects.select_related("user")
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
