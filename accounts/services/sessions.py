"""Opens and revokes login sessions. A revoked session's tokens, access tokens too, end at once."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.request_context import current_request
from marketplace.shared.services import audit

from ..errors import SessionNotFound, UserNotFound
from ..models import LoginSession, User
from .guard import require_may_manage
from .tokens import IssuedTokens, issue

LOGOUT = "logout"
LOGOUT_ALL = "logout_all"
CLOSED_BY_OWNER = "closed_by_owner"
CLOSED_BY_STAFF = "closed_by_staff"
PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, no password
DEACTIVATED = "deactivated"
RIGHTS_CHANGED = "rights_changed"
KEPT_AFTER_THE_END = timedelta(days=90)


def open_session(*, user: User) -> IssuedTokens:
    """Start a login session on the device at hand, in the caller's transaction: 3 statements."""
    device = current_request()
    session = LoginSession.objects.create(
        user=user,
        ip=device.ip,
        user_agent=device.user_agent,
        expires_at=DbNow() + settings.REFRESH_TOKEN_LIFETIME,
    )
    issued = issue(session_id=session.pk, user=user)
    audit.record(
        action="accounts.logged_in",
        subject_type="login_session",
        subject_id=session.pk,
        actor_id=user.pk,
    )
    return issued


@in_transaction
def revoke_session(
    *, session_id: UUID, reason: str, actor_id: UUID | None, user_id: UUID | None = None
) -> None:
    """End one login session; ending it again changes nothing.

    Args:
        user_id: when given, the session must be this person's.

    Raises:
        SessionNotFound: no such session, or somebody else's.
        StrongerAccount: staff reach for somebody as strong as they are.
    """
    sessions = LoginSession.objects.filter(pk=session_id)
    if user_id is not None:
        sessions = sessions.filter(user_id=user_id)
    session = sessions.select_related("user").first()
    if session is None:
        raise SessionNotFound("La sesión no existe.")
    require_may_manage(actor_id=actor_id, subject=session.user)
    if _revoke(sessions, reason):
        audit.record(
            action="accounts.session_revoked",
            subject_type="login_session",
            subject_id=session_id,
            actor_id=actor_id,
            reason=reason,
        )


@in_transaction
def revoke_all(
    *, user_id: UUID, reason: str, actor_id: UUID | None, except_session_id: UUID | None = None
) -> int:
    """End all login sessions of a person, or all but one; return how many ended."""
    sessions = LoginSession.objects.filter(user_id=user_id)
    if except_session_id is not None:
        sessions = sessions.exclude(pk=except_session_id)
    ended = _revoke(sessions, reason)
    if ended:
        audit.record(
            action="accounts.sessions_revoked",
            subject_type="user",
            subject_id=user_id,
            actor_id=actor_id,
            changes={"sessions": ended},
            reason=reason,
        )
    return ended


@in_transaction
def close_sessions(*, user_id: UUID, actor_id: UUID) -> int:
    """Sign a person out everywhere, for staff above them; return how many sessions ended.

    Raises:
        UserNotFound: no such person.
        StrongerAccount: the person is as strong as the actor.
    """
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise UserNotFound("La cuenta no existe.")
    require_may_manage(actor_id=actor_id, subject=user)
    return revoke_all(user_id=user_id, reason=CLOSED_BY_STAFF, actor_id=actor_id)


def delete_old() -> int:
    """Forget sessions that expired 90 days ago, with their tokens; return how many."""
    old = LoginSession.objects.filter(expires_at__lt=DbNow() - KEPT_AFTER_THE_END)
    _, by_model = old.delete()
    return by_model.get("accounts.LoginSession", 0)


def _revoke(sessions: QuerySet[LoginSession], reason: str) -> int:
    still_open = sessions.filter(revoked_at__isnull=True)
    return still_open.update(revoked_at=DbNow(), revoked_reason=reason)
