"""What belongs to the request at hand, for logs, errors and the audit."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RequestContext:
    """Who calls, as far as the network tells."""

    request_id: str = ""
    ip: str | None = None
    user_agent: str = ""


_EMPTY = RequestContext()
_current: ContextVar[RequestContext] = ContextVar("plaza_request", default=_EMPTY)


def current_request() -> RequestContext:
    """Return the context of the request at hand; an empty one outside of requests."""
    return _current.get()


def request_id() -> str:
    """Return the present request's id, or an empty text."""
    return _current.get().request_id


def enter_request(context: RequestContext) -> None:
    """Make ``context`` the present one of this thread."""
    _current.set(context)


def leave_request() -> None:
    """Forget the present request."""
    _current.set(_EMPTY)


def new_request_id() -> str:
    """Return a fresh, short, unguessable id."""
    return secrets.token_hex(8)
