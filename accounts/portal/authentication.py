"""Who a browser is signed in as: Django's session names a login session, and its row decides.

So a login session that is closed, by its owner, by staff or by a new password, ends what the
browser may do at its next request. Both sessions lie in PostgreSQL: losing Redis changes nothing.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.functional import SimpleLazyObject

from marketplace.shared import browser

from ..models import LoginSession, User
from ..selectors.identity import signed_in_user
from ..services.sessions import LOGOUT, SessionKind, lifetime, note_use, revoke_session

# Where Django's session names the login session; beside it lies the person under SESSION_KEY.
LOGIN_SESSION = "login_session"


class AuthenticationMiddleware(browser.AuthenticationMiddleware):
    """``request.user`` with their ``login_session``: 1 query, when a page first asks."""

    def process_request(self, request: HttpRequest) -> None:
        person: Any = SimpleLazyObject(lambda: _person(request))
        request.user = person


def sign_in(request: HttpRequest, session: LoginSession) -> None:
    """Sign this browser in with a login session that was just opened.

    The session's key and the forms' token change, so whoever knew them before knows nothing.
    """
    request.session.flush()
    request.session[SESSION_KEY] = str(session.user_id)
    request.session[LOGIN_SESSION] = str(session.pk)
    request.session.set_expiry(lifetime(session.user, SessionKind(session.kind)))
    session.user.login_session = session
    request.user = session.user
    rotate_token(request)


def sign_out(request: HttpRequest) -> None:
    """End the browser's login session and forget it; twice is once."""
    user: Any = request.user
    if user.is_authenticated:
        revoke_session(session_id=user.login_session_id, reason=LOGOUT, actor_id=user.pk)
    request.session.flush()
    request.user = AnonymousUser()


def _person(request: HttpRequest) -> User | AnonymousUser:
    user_id, session_id = (_uuid(request.session.get(key)) for key in (SESSION_KEY, LOGIN_SESSION))
    if user_id is None or session_id is None:
        return AnonymousUser()
    user = signed_in_user(user_id=user_id, session_id=session_id, kid=None)
    if user is None or user.login_session is None or user.login_session.kind == SessionKind.API:
        return AnonymousUser()
    note_use(session=user.login_session)
    return user


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
