"""One-time codes: six digits that prove a mailbox or a telephone.

The digits are made when they are sent (``code_sending.py``) and kept only as a password hash, over
the person, the purpose and the destination too: a hash that is moved to another row proves nothing.
"""

import secrets
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F, QuerySet

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction, inside_transaction
from marketplace.shared.phones import is_mobile
from marketplace.shared.services.outbox import publish

from ..errors import NotAMobile, WrongCode
from ..events import CodeAsked
from ..models import OneTimeCode, SendRequest
from ..models.codes import MAX_ATTEMPTS
from .sending_limits import count_request

Purpose = OneTimeCode.Purpose

DIGITS = 6
_COUNTED_AS = {
    Purpose.VERIFY_EMAIL: SendRequest.Purpose.EMAIL_CODE,
    Purpose.VERIFY_PHONE: SendRequest.Purpose.PHONE_CODE,
    Purpose.CHANGE_PHONE: SendRequest.Purpose.NEW_PHONE_CODE,
}
BY_SMS = (Purpose.VERIFY_PHONE, Purpose.CHANGE_PHONE)


@in_transaction
def ask_code(*, user_id: UUID, purpose: OneTimeCode.Purpose, destination: str) -> None:
    """Have a code made and sent; the one before of this purpose is worthless from now on.

    Args:
        destination: an e-mail address, or a telephone as ``+57…``.

    Raises:
        NotAMobile: the code goes by SMS and the telephone is none that gets one.
        CodeTooSoon, CodeLimitReached: see ``sending_limits``.

    Nothing is written when it raises. The second time within ``CODE_PAUSE`` it raises.
    """
    if purpose in BY_SMS and not is_mobile(destination):
        raise NotAMobile
    count_request(purpose=_COUNTED_AS[purpose], destination=destination, user_id=user_id)
    void_codes(user_id=user_id, purposes=[purpose])
    code = OneTimeCode.objects.create(
        user_id=user_id,
        purpose=purpose,
        destination=destination,
        expires_at=DbNow() + settings.CODE_LIFETIME,
    )
    publish(CodeAsked(code_id=str(code.pk)))


def check_code(*, user_id: UUID, purpose: OneTimeCode.Purpose, code: str) -> OneTimeCode:
    """Use up the person's live code of this purpose and return it: 3 statements, one hash.

    The try is counted, and committed, before anything is compared; so of any number of guesses at
    once five are compared, and of any number of right ones at once one is accepted.

    Raises:
        WrongCode: wrong, expired, used, replaced or never sent. ``details`` tell the tries left
            where there is a code.
        RuntimeError: called inside a transaction, which could take the count back.
    """
    if inside_transaction():
        raise RuntimeError("a refusal would take back the count of tries")
    row = _usable(user_id, purpose).first()
    if row is None or not _count_try(row):
        make_password(code)  # a missing code takes as long as a wrong one
        raise _wrong()
    if not check_password(bound(row, code), row.code_hash):
        raise _wrong(tries_left=MAX_ATTEMPTS - 1 - row.attempts)
    if not _use_up(row):
        raise _wrong()
    return row


def make_digits() -> str:
    """Return a new code."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def bound(code: OneTimeCode, digits: str) -> str:
    """Return what is hashed: the digits with the person, the purpose and the destination."""
    return f"{code.user_id}:{code.purpose}:{code.destination}:{digits}"


def live_codes() -> QuerySet[OneTimeCode]:
    """Return the codes that are neither used nor replaced nor expired, made or not."""
    return OneTimeCode.objects.filter(
        used_at__isnull=True, replaced_at__isnull=True, expires_at__gt=DbNow()
    )


def void_codes(*, user_id: UUID, purposes: list[OneTimeCode.Purpose]) -> None:
    """Make the person's open codes of these purposes worthless, in the caller's transaction."""
    OneTimeCode.objects.filter(
        user_id=user_id, purpose__in=purposes, used_at__isnull=True, replaced_at__isnull=True
    ).update(replaced_at=DbNow())


def _usable(user_id: UUID, purpose: OneTimeCode.Purpose) -> QuerySet[OneTimeCode]:
    """Return the person's code that a try may be spent on, if there is one."""
    return (
        live_codes()
        .filter(user_id=user_id, purpose=purpose, attempts__lt=MAX_ATTEMPTS)
        .exclude(code_hash="")
    )


def _count_try(row: OneTimeCode) -> bool:
    counted = _usable(row.user_id, OneTimeCode.Purpose(row.purpose)).filter(pk=row.pk)
    return counted.update(attempts=F("attempts") + 1) == 1


def _use_up(row: OneTimeCode) -> bool:
    return live_codes().filter(pk=row.pk, code_hash=row.code_hash).update(used_at=DbNow()) == 1


def _wrong(**details: int) -> WrongCode:
    if details.get("tries_left") == 0:
        return WrongCode("El código no es correcto. Pida uno nuevo.", **details)
    return WrongCode("El código no es correcto o ya venció.", **details)
