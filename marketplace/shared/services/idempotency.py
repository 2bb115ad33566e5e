"""Idempotency keys: the same request again gets the answer of the first time.

Two manners. *Inside*: key, effect and answer commit together (orders). *Across*: the key is
committed with a lease before a call to another server, and the answer afterwards; a request
that died in between leaves a lease, and the next one goes on where that one stopped, since
its service finds the open attempt (payments).
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from django.db import OperationalError, connection, transaction

from ..clock import DbNow
from ..db import sqlstate
from ..errors import DomainError, InvalidInputError
from ..models import IdempotencyKey

LEASE = timedelta(seconds=90)
LIFETIME = timedelta(hours=72)
LOCK_NOT_AVAILABLE = "55P03"


class IdempotencyKeyMissing(InvalidInputError):
    """The header is absent or not 8 to 100 visible ASCII characters."""

    code = "idempotency_key_missing"


class IdempotencyKeyReused(DomainError):
    """The key came before with another body."""

    code = "idempotency_key_reused"
    http_status = 422
    title = "Clave de idempotencia ya usada"


class RequestInProgress(DomainError):
    """The same request is still running."""

    code = "request_in_progress"
    title = "Solicitud en curso"


@dataclass(frozen=True, kw_only=True)
class StoredAnswer:
    """What was answered the first time."""

    status: int
    body: bytes


def check_key(key: str) -> str:
    """Return ``key`` if it is 8 to 100 visible ASCII characters.

    Raises:
        IdempotencyKeyMissing: it is absent or of another form.
    """
    if not (8 <= len(key) <= 100 and all("!" <= character <= "~" for character in key)):
        raise IdempotencyKeyMissing(
            "Envíe la cabecera Idempotency-Key, de 8 a 100 caracteres ASCII visibles."
        )
    return key


def fingerprint(body: Any) -> str:
    """Return the SHA-256 of a parsed JSON body; the order of its keys does not matter."""
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def claim_inside(*, actor: str, route: str, key: str, body_hash: str) -> StoredAnswer | None:
    """Take the key within the caller's transaction; return the stored answer if there is one.

    Waits for a twin that is still running, as long as ``lock_timeout`` allows.

    Raises:
        IdempotencyKeyReused: the key came with another body before.
        RequestInProgress: the twin is still running.
    """
    try:
        if _insert(actor, route, key, body_hash, lease=None):
            return None
    except OperationalError as error:
        if sqlstate(error) == LOCK_NOT_AVAILABLE:
            raise _in_progress() from error
        raise
    answer = _stored(actor, route, key, body_hash)
    if answer is None:
        raise _in_progress()
    return answer


def claim_across(*, actor: str, route: str, key: str, body_hash: str) -> StoredAnswer | None:
    """Take the key with a committed lease; return the stored answer if there is one.

    A lease that ran out is taken over: its request died.

    Raises:
        IdempotencyKeyReused: the key came with another body before.
        RequestInProgress: somebody else holds the lease.
    """
    with transaction.atomic():
        if _insert(actor, route, key, body_hash, lease=LEASE):
            return None
        answer = _stored(actor, route, key, body_hash)
        if answer is not None:
            return answer
        # The conditions are those of this moment: the answer may have come since we looked.
        taken_over = IdempotencyKey.objects.filter(
            actor=actor,
            route=route,
            key=key,
            response_status__isnull=True,
            locked_until__lt=DbNow(),
        ).update(locked_until=DbNow() + LEASE)
    if not taken_over:
        raise _in_progress()
    return None


def store_answer(*, actor: str, route: str, key: str, status: int, body: bytes) -> None:
    """Keep the first answer under the key, for whoever asks again."""
    IdempotencyKey.objects.filter(
        actor=actor, route=route, key=key, response_status__isnull=True
    ).update(response_status=status, response_body=body.decode(), locked_until=None)


def give_back(*, actor: str, route: str, key: str) -> None:
    """Forget a key whose request was refused before it did anything."""
    IdempotencyKey.objects.filter(
        actor=actor, route=route, key=key, response_status__isnull=True
    ).delete()


def delete_expired() -> int:
    """Forget keys older than 72 hours; natural keys still protect afterwards."""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lt=DbNow() - LIFETIME).delete()
    return deleted


def forget_actor(*, actor: str) -> int:
    """Remove an erased person's keys with their answers, which may repeat what they sent."""
    deleted, _ = IdempotencyKey.objects.filter(actor=actor).delete()
    return deleted


def _insert(actor: str, route: str, key: str, body_hash: str, *, lease: timedelta | None) -> bool:
    values: list[Any] = [actor, route, key, body_hash, lease]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shared_idempotencykey"
            " (actor, route, key, body_hash, response_body, locked_until, created_at)"
            " VALUES (%s, %s, %s, %s, '', plaza_now() + %s, plaza_now())"
            " ON CONFLICT (actor, route, key) DO NOTHING",
            values,
        )
        return cursor.rowcount == 1


def _stored(actor: str, route: str, key: str, body_hash: str) -> StoredAnswer | None:
    """Return the answer under the key; None when it is not there yet."""
    row = IdempotencyKey.objects.filter(actor=actor, route=route, key=key).first()
    if row is None:  # given back a moment ago
        raise _in_progress()
    if row.body_hash != body_hash:
        raise IdempotencyKeyReused("Esta clave de idempotencia ya se usó con otros datos.")
    if row.response_status is None:
        return None
    return StoredAnswer(status=row.response_status, body=row.response_body.encode())


def _in_progress() -> RequestInProgress:
    return RequestInProgress("La misma solicitud sigue en curso.", retry_after=2)
