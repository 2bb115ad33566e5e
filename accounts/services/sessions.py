"""Opens and revokes login sessions. A revoked session's tokens, access tokens too, end at once."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from marketplace.shared.addresses import address_block
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.request_context import current_request
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..devices import device_mark
from ..errors import SessionNotFound, UserNotFound
from ..events import DeviceAppeared
from ..models import LoginChallenge, LoginSession, User
from ..selectors.identity import is_use_unnoted
from ..selectors.sessions import devices_seen, open_sessions
from .guard import require_above, require_may_manage
from .tokens import IssuedTokens, issue, refresh_lifetime

SessionKind = LoginSession.Kind

LOGOUT = "logout"
LOGOUT_ALL = "logout_all"
CLOSED_BY_OWNER = "closed_by_owner"
CLOSED_BY_STAFF = "closed_by_staff"
PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, no password
EMAIL_CHANGED = "email_changed"
DEACTIVATED = "deactivated"
RIGHTS_CHANGED = "rights_changed"
MAILBOX_PROVEN = "mailbox_proven"
SECOND_FACTOR_CHANGED = "second_factor_changed"
TOO_MANY = "too_many"
KEPT_AFTER_THE_END = timedelta(days=90)


def open_session(*, user: User, second_factor: bool = False) -> IssuedTokens:
    """Start a login session of the API and issue its first tokens: ``start_session`` and two."""
    session = start_session(user=user, second_factor=second_factor)
    return issue(session_id=session.pk, user=user)


def start_session(
    *, user: User, kind: SessionKind = SessionKind.API, second_factor: bool = False
) -> LoginSession:
    """Start a login session on the device at hand, in the caller's transaction: 3 statements.

    A device that the person had not used before is told to them (1 more), except at the very
    first login. Beyond ``MAX_LOGIN_SESSIONS`` the oldest sessions end (2 more).

    Args:
        second_factor: the person has just proven it.

    The caller has locked the user, so that of many logins at once none is counted out.
    """
    here = current_request()
    mark = device_mark(agent=here.user_agent, block=address_block(here.ip))
    seen = devices_seen(user_id=user.pk, mark=mark)
    if seen.open >= settings.MAX_LOGIN_SESSIONS:
        _end_oldest(user.pk, count=seen.open - settings.MAX_LOGIN_SESSIONS + 1)
    session = LoginSession.objects.create(
        user=user,
        kind=kind,
        second_factor=second_factor,
        ip=here.ip,
        user_agent=here.user_agent,
        device=mark,
        expires_at=DbNow() + lifetime(user, kind),
    )
    audit.record(
        action="accounts.logged_in",
        subject_type="login_session",
        subject_id=session.pk,
        actor_id=user.pk,
    )
    if seen.others and not seen.same:
        publish(DeviceAppeared(user_id=str(user.pk), session_id=str(session.pk)))
    return session


def note_use(*, session: LoginSession) -> None:
    """Write down that a session is in use, at most once in a few minutes: mostly no statement.

    Args:
        session: as ``signed_in_user`` found it.
    """
    if is_use_unnoted(session):
        unnoted = LoginSession.objects.filter(pk=session.pk, last_used_at=session.last_used_at)
        unnoted.update(last_used_at=DbNow())


def mark_proven(*, session_id: UUID) -> None:
    """Note that the person has proven their second factor in this session, after it began."""
    LoginSession.objects.filter(pk=session_id).update(second_factor=True)


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
    """End all login sessions of a person, or all but one; return how many ended.

    Logins that wait for their second step end with them.
    """
    sessions = LoginSession.objects.filter(user_id=user_id)
    if except_session_id is not None:
        sessions = sessions.exclude(pk=except_session_id)
    # Before the sessions, like the end of a login: so the two never wait for each other.
    LoginChallenge.objects.filter(user_id=user_id, used_at__isnull=True).delete()
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
        StrongerAccount: the person is as strong as the actor, or the actor.
    """
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise UserNotFound("La cuenta no existe.")
    require_above(actor_id=actor_id, subject=user)
    return revoke_all(user_id=user_id, reason=CLOSED_BY_STAFF, actor_id=actor_id)


def delete_old() -> int:
    """Forget login sessions that expired 90 days ago, with their tokens; return how many.

    Django's own sessions, which only name them, go as soon as they have expired.
    """
    Session.objects.filter(expire_date__lt=DbNow()).delete()
    old = LoginSession.objects.filter(expires_at__lt=DbNow() - KEPT_AFTER_THE_END)
    _, by_model = old.delete()
    return by_model.get("accounts.LoginSession", 0)


def lifetime(user: User, kind: SessionKind) -> timedelta:
    """Return how long a new login session lasts; the API's begins anew with each refresh."""
    if kind == SessionKind.API:
        return refresh_lifetime(user)
    if kind == SessionKind.ADMIN:
        return settings.STAFF_SESSION_LIFETIME
    return settings.PORTAL_SESSION_LIFETIME


def _end_oldest(user_id: UUID, *, count: int) -> None:
    oldest = open_sessions(user_id=user_id).order_by("created_at", "pk").values("pk")[:count]
    _revoke(LoginSession.objects.filter(pk__in=oldest), TOO_MANY)
    audit.record(
        action="accounts.sessions_revoked",
        subject_type="user",
        subject_id=user_id,
        actor_id=user_id,
        changes={"sessions": count},
        reason=TOO_MANY,
    )


def _revoke(sessions: QuerySet[LoginSession], reason: str) -> int:
    still_open = sessions.filter(revoked_at__isnull=True)
    return still_open.update(revoked_at=DbNow(), revoked_reason=reason)
