"""Half a login: the first factor was proven, the second is still to come.

The person gets a random text that stands for it. It lasts five minutes, admits five tries, opens
one login session of one kind, and nothing once the password has changed.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from marketplace.shared.clock import DbNow

from ..models import LoginChallenge, User
from .sessions import SessionKind

LIFETIME = timedelta(minutes=5)
MAX_TRIES = 5
_RANDOM_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class SecondFactorNeeded:
    """The first factor was right; ``challenge`` is the only copy, for ``expires_in`` seconds."""

    challenge: str
    expires_in: int


def open_challenge(*, user: User, kind: SessionKind, staff_only: bool) -> SecondFactorNeeded:
    """Begin the second step of a login, in the caller's transaction: 1 statement."""
    challenge = secrets.token_urlsafe(_RANDOM_BYTES)
    LoginChallenge.objects.create(
        user=user,
        digest=_digest(challenge),
        kind=kind,
        password_mark=password_mark(user),
        staff_only=staff_only,
        expires_at=DbNow() + LIFETIME,
    )
    return SecondFactorNeeded(challenge=challenge, expires_in=int(LIFETIME.total_seconds()))


def find_open(*, challenge: str, kind: SessionKind) -> LoginChallenge | None:
    """Return the challenge with its person while it still admits a try: 1 query."""
    return _open().select_related("user").filter(digest=_digest(challenge), kind=kind).first()


def count_try(*, challenge_id: UUID) -> bool:
    """Spend one of the tries, before anything is compared; say whether there was one left.

    Of any number at the same time five get one.
    """
    return _open().filter(pk=challenge_id).update(attempts=F("attempts") + 1) == 1


def use_up(*, challenge_id: UUID) -> bool:
    """Mark the challenge as used; say whether it was unused until now."""
    unused = LoginChallenge.objects.filter(
        pk=challenge_id, used_at__isnull=True, expires_at__gt=DbNow()
    )
    return unused.update(used_at=DbNow()) == 1


def password_mark(user: User) -> str:
    """Return what changes when the person's password does, and tells nothing of it."""
    return _digest(user.password)


def delete_old() -> int:
    """Forget challenges that ended a day ago; return how many."""
    deleted, _ = LoginChallenge.objects.filter(expires_at__lt=DbNow() - timedelta(days=1)).delete()
    return deleted


def _open() -> QuerySet[LoginChallenge]:
    return LoginChallenge.objects.filter(
        used_at__isnull=True, expires_at__gt=DbNow(), attempts__lt=MAX_TRIES
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
