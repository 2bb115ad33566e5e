"""Login: a first factor, a second one for whoever has it, and then a login session.

Who asks for a login session of the API is answered with tokens; a browser with the session
itself, which its cookie's session names. Both go the same way and stop at the same refusals.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction

from ..errors import (
    InvalidChallenge,
    InvalidCredentials,
    InvalidSecondFactor,
    SecondFactorRequired,
)
from ..models import LoginChallenge, LoginSession, User
from ..selectors.identity import user_by_email
from ..selectors.second_factor import has_second_factor
from .challenges import (
    SecondFactorNeeded,
    count_try,
    find_open,
    open_challenge,
    password_mark,
    use_up,
)
from .login_guard import Attempt, AttemptKind, begin_attempt
from .people import lock_user
from .second_factor import is_right_code
from .sessions import SessionKind, start_session
from .tokens import IssuedTokens, issue

Answer = TypeVar("Answer")

__all__ = [
    "SecondFactorNeeded",
    "admit",
    "enter",
    "finish_entry",
    "finish_login",
    "login",
]


def login(
    *, email: str, password: str, staff_only: bool = False
) -> IssuedTokens | SecondFactorNeeded:
    """Open a login session of the API for whoever knows the password.

    One Argon2 check, for known, unknown and closed accounts alike; the guard refuses before it.

    Raises:
        InvalidCredentials: unknown account, wrong password, closed account, or not staff where
            ``staff_only`` asks for it; only the failure is written.
        TooManyAttempts: too many failures; nothing was hashed.
        SecondFactorRequired: staff who have none yet, where ``staff_only`` and the settings ask.
    """
    user = _proven(email, password, staff_only=staff_only)
    return admit(user=user, staff_only=staff_only)


@in_transaction
def admit(*, user: User, staff_only: bool = False) -> IssuedTokens | SecondFactorNeeded:
    """Go on with a person whose first factor was proven a moment ago, by password or otherwise.

    Joins the caller's transaction. Locks the user.

    Args:
        user: as read when the factor was checked; a change of the password since then refuses.

    Raises:
        InvalidCredentials: password or account changed since, or the account is closed.
        SecondFactorRequired: see ``login``.
    """
    entered = _entered(user, SessionKind.API, staff_only=staff_only)
    if isinstance(entered, SecondFactorNeeded):
        return entered
    return _tokens(entered)


def _tokens(session: LoginSession) -> IssuedTokens:
    return issue(session_id=session.pk, user=session.user)


def finish_login(*, challenge: str, code: str) -> IssuedTokens:
    """Open the login session of the API for which ``login`` asked for the second factor.

    Each challenge opens one session, and each code is good once, also for many at the same time.

    Args:
        code: of the authenticator, or a recovery code.

    Raises:
        InvalidChallenge: unknown, used, expired, tried five times, or the password has changed.
        InvalidSecondFactor: the code is wrong or was used.
        TooManyAttempts: too many wrong codes of this person.
    """
    return _finished(challenge, code, SessionKind.API, _tokens)


def enter(
    *,
    email: str,
    password: str,
    kind: SessionKind,
    require: Callable[[UUID], object] | None = None,
) -> LoginSession | SecondFactorNeeded:
    """Open a login session for a browser; like ``login`` otherwise.

    Args:
        kind: the staff's admits staff only; those without a second factor too, who are led to
            its set-up and nowhere else.
        require: called with the person's id once the password is proven; refuses by raising.

    Raises:
        InvalidCredentials, TooManyAttempts: see ``login``.
        DomainError: what ``require`` raises; no session is opened.
    """
    staff_only = kind == SessionKind.ADMIN
    user = _proven(email, password, staff_only=staff_only)
    if require is not None:
        require(user.pk)
    return _entered(user, kind, staff_only=staff_only)


def finish_entry(*, challenge: str, code: str, kind: SessionKind) -> LoginSession:
    """Open the browser's login session for which ``enter`` asked for the second factor.

    Raises:
        InvalidChallenge, InvalidSecondFactor, TooManyAttempts: see ``finish_login``.
    """
    return _finished(challenge, code, kind, lambda session: session)


def _proven(email: str, password: str, *, staff_only: bool) -> User:
    """Return the person whose password it is; a hash is computed for nobody's too."""
    with begin_attempt(kind=AttemptKind.PASSWORD, name=email) as attempt:
        user = user_by_email(email=email)
        if user is None:
            make_password(password)
            raise InvalidCredentials
        is_right = user.check_password(password)
        if not is_right or not user.is_active or (staff_only and not user.is_staff):
            raise InvalidCredentials
        attempt.succeed()
    return user


@in_transaction
def _entered(
    user: User, kind: SessionKind, *, staff_only: bool
) -> LoginSession | SecondFactorNeeded:
    """Open the session, or ask for the second factor, unless the account changed meanwhile."""
    _lock_unchanged(user)
    if has_second_factor(user_id=user.pk):
        return open_challenge(user=user, kind=kind, staff_only=staff_only)
    if staff_only and kind == SessionKind.API and settings.STAFF_SECOND_FACTOR_REQUIRED:
        raise SecondFactorRequired
    return _session(user, kind)


def _lock_unchanged(user: User) -> None:
    """Lock the person, so that a change of password, rights or second factor at this moment
    comes wholly before (and refuses this login) or wholly after (and ends its session).

    Raises:
        InvalidCredentials: it came before.
    """
    unchanged = User.objects.select_for_update(no_key=True).filter(
        pk=user.pk, is_active=True, is_staff=user.is_staff, password=user.password
    )
    if not unchanged.values_list("pk").first():
        raise InvalidCredentials


def _session(user: User, kind: SessionKind, *, second_factor: bool = False) -> LoginSession:
    User.objects.filter(pk=user.pk).update(last_login=DbNow())
    return start_session(user=user, kind=kind, second_factor=second_factor)


def _finished(
    challenge: str, code: str, kind: SessionKind, answer: Callable[[LoginSession], Answer]
) -> Answer:
    """Check the second factor of an open challenge; the try is counted before the comparison."""
    found = find_open(challenge=challenge, kind=kind)
    if found is None:
        raise InvalidChallenge
    with begin_attempt(kind=AttemptKind.SECOND_FACTOR, name=found.user.email) as attempt:
        if not count_try(challenge_id=found.pk):
            raise InvalidChallenge
        return _complete(found, code, attempt, answer)


@in_transaction
def _complete(
    challenge: LoginChallenge,
    code: str,
    attempt: Attempt,
    answer: Callable[[LoginSession], Answer],
) -> Answer:
    """Use challenge and code up, open the session and make the answer: all of it or nothing."""
    user = lock_user(user_id=challenge.user_id)
    is_same = user.is_active and password_mark(user) == challenge.password_mark
    if not is_same or (challenge.staff_only and not user.is_staff):
        raise InvalidChallenge
    if not use_up(challenge_id=challenge.pk):
        raise InvalidChallenge
    if not is_right_code(user_id=user.pk, code=code):
        raise InvalidSecondFactor
    attempt.succeed()
    return answer(_session(user, SessionKind(challenge.kind), second_factor=True))
