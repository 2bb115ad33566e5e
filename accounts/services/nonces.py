"""Nonces for signing in at a provider: handed out once, accepted once."""

import hashlib
import secrets
from datetime import timedelta

from marketplace.shared.clock import DbNow

from ..models import SignInNonce

LIFETIME = timedelta(minutes=10)
KEPT_AFTER_THE_END = timedelta(days=1)
_RANDOM_BYTES = 32


def open_nonce() -> str:
    """Hand out a nonce that is good for ``LIFETIME``: 1 statement. The only readable copy."""
    nonce = secrets.token_urlsafe(_RANDOM_BYTES)
    SignInNonce.objects.create(digest=_digest(nonce), expires_at=DbNow() + LIFETIME)
    return nonce


def use_nonce(*, nonce: str) -> bool:
    """Take the nonce, in the caller's transaction; False if it is unknown, expired or used.

    Of several at the same time one gets it: the others wait for its transaction, and get it only
    if that is undone.
    """
    unused = SignInNonce.objects.filter(
        digest=_digest(nonce), used_at__isnull=True, expires_at__gt=DbNow()
    )
    return unused.update(used_at=DbNow()) == 1


def delete_old_nonces() -> int:
    """Forget nonces that expired a day ago; return how many."""
    old = SignInNonce.objects.filter(expires_at__lt=DbNow() - KEPT_AFTER_THE_END)
    deleted, _ = old.delete()
    return deleted


def _digest(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()
