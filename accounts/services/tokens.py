"""Refresh tokens: opaque, kept only as SHA-256, usable once, each the parent of the next.

All tokens of one login session are a family. A token that comes a second time means that two
hold it, and nobody can tell the thief from the owner: the whole login session ends. That goes
for requests at the same time too: of several with one token the first is served, the others
are re-use, and the session, with what the first was given, is over. Clients therefore send
one refresh at a time.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from marketplace.shared.clock import DbNow
from marketplace.shared.services import audit

from ..access import issue_access
from ..errors import InvalidToken
from ..models import LoginSession, RefreshToken, User
from .signing_keys import signing_kid

REUSED = "token_reused"
_RANDOM_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class IssuedTokens:
    """What a person takes home from a login or a refresh; the only copy of ``refresh``."""

    access: str
    refresh: str
    user: User


def issue(*, session_id: UUID, user: User) -> IssuedTokens:
    """Add the next link to the session's chain, in the caller's transaction: 2 statements.

    Raises:
        IntegrityError: the chain has an unused link already.
    """
    refresh_token = secrets.token_urlsafe(_RANDOM_BYTES)
    RefreshToken.objects.create(
        session_id=session_id,
        digest=digest_of(refresh_token),
        expires_at=DbNow() + refresh_lifetime(user),
    )
    access = issue_access(user_id=user.pk, session_id=session_id, kid=signing_kid())
    return IssuedTokens(access=access, refresh=refresh_token, user=user)


def refresh(*, refresh: str) -> IssuedTokens:
    """Exchange a refresh token for a new pair: 5 statements.

    The second time with one token revokes its login session, which is committed although the
    call is refused; the caller must therefore not be inside a transaction.

    Raises:
        InvalidToken: unknown, used, expired, its session revoked or its account closed.
        RuntimeError: called inside a transaction.

    Locks the token and its login session.
    """
    with transaction.atomic(durable=True):
        issued = _rotate(digest_of(refresh))
    if issued is None:
        raise InvalidToken
    return issued


def refresh_lifetime(user: User) -> timedelta:
    """Return how long a login session of the API lasts without a refresh: staff's are short."""
    return settings.STAFF_SESSION_LIFETIME if user.is_staff else settings.REFRESH_TOKEN_LIFETIME


def digest_of(refresh_token: str) -> str:
    """Return the only form in which a refresh token is stored."""
    return hashlib.sha256(refresh_token.encode()).hexdigest()


def _rotate(digest: str) -> IssuedTokens | None:
    token = _locked(digest)
    if token is None or not _is_open(token.session, at=token.moment):
        return None
    if token.used_at is not None:
        _end_family(token.session)
        return None
    if token.expires_at <= token.moment or not _mark_used(token):
        return None
    _keep_open(token.session)
    return issue(session_id=token.session_id, user=token.session.user)


def _locked(digest: str) -> Any:
    """Return the token with its session, both locked, its user, and the database's moment."""
    return (
        RefreshToken.objects.select_for_update(of=("self", "session"))
        .select_related("session__user")
        .annotate(moment=DbNow())
        .filter(digest=digest)
        .first()
    )


def _is_open(session: LoginSession, *, at: Any) -> bool:
    return session.revoked_at is None and session.expires_at > at and session.user.is_active


def _mark_used(token: RefreshToken) -> bool:
    unused = RefreshToken.objects.filter(pk=token.pk, used_at__isnull=True)
    return unused.update(used_at=DbNow()) == 1


def _keep_open(session: LoginSession) -> None:
    LoginSession.objects.filter(pk=session.pk).update(
        last_used_at=DbNow(), expires_at=DbNow() + refresh_lifetime(session.user)
    )


def _end_family(session: LoginSession) -> None:
    LoginSession.objects.filter(pk=session.pk).update(revoked_at=DbNow(), revoked_reason=REUSED)
    audit.record(
        action="accounts.refresh_token_reused",
        subject_type="login_session",
        subject_id=session.pk,
        actor_id=session.user_id,
    )
