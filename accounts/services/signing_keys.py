"""Makes and retires the keys that sign access tokens."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..models import SigningKey
from ..selectors.signing_keys import live_keys, newest_kid

_KID_BYTES = 8
# A login that was under way when the key was rolled ends with the old one.
_LAST_LOGINS = timedelta(minutes=1)
_KEPT_AFTER_THE_END = timedelta(days=30)
# Any number that nothing else locks: 'PLZKEYS' in ASCII.
_LOCK = 0x504C5A4B455953


@in_transaction
def signing_kid() -> str:
    """Return the name of the key that signs: 1 statement. Makes the first one when there is none.

    Two who make the first one at the same time get the same.
    """
    kid = newest_kid()
    if kid is None:
        _one_after_another()
        kid = newest_kid() or _make()
    return kid


@in_transaction
def roll_signing_key(*, at_once: bool = False, actor_id: UUID | None = None) -> str:
    """Let a new key sign from now on and return its name; each time another.

    Args:
        at_once: all tokens of the keys before are worthless from the next request on. Login
            sessions stay, so clients get a new token with their refresh token. Otherwise the
            old keys verify until their last token has expired.
        actor_id: None is an operator's command.

    Locks the making of keys.
    """
    _one_after_another()
    signing = SigningKey.objects.filter(retires_at__isnull=True)
    if at_once:
        retired = live_keys().update(retires_at=DbNow())
    else:
        ends = DbNow() + settings.ACCESS_TOKEN_LIFETIME + _LAST_LOGINS
        retired = signing.update(retires_at=ends)
    kid = _make()
    audit.record(
        action="accounts.signing_key_rolled",
        subject_type="signing_key",
        subject_id=kid,
        actor_id=actor_id,
        changes={"at_once": at_once, "retired": retired},
    )
    return kid


def delete_retired() -> int:
    """Forget keys that ended thirty days ago; return how many."""
    deleted, _ = SigningKey.objects.filter(retires_at__lt=DbNow() - _KEPT_AFTER_THE_END).delete()
    return deleted


def _make() -> str:
    return SigningKey.objects.create(kid=secrets.token_hex(_KID_BYTES)).kid


def _one_after_another() -> None:
    """Wait for whoever makes a key; what they made is seen by the next statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
