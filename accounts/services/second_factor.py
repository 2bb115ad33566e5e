"""Turns the second factor on and off, and checks its codes."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import new_id
from marketplace.shared.sealing import seal, unseal
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import (
    SecondFactorOff,
    SecondFactorOn,
    SecondFactorRequired,
    WrongSecondFactor,
)
from ..events import RecoveryCodeUsed, SecondFactorChanged
from ..models import RecoveryCode, TotpDevice, User
from ..selectors.second_factor import confirmed_device
from ..totp import (
    is_recovery_code,
    matching_step,
    new_recovery_codes,
    new_secret,
    normal_code,
    recovery_digest,
    setup_uri,
)
from .confirmation import require_password
from .guard import require_may_manage
from .login_guard import Attempt, AttemptKind, begin_attempt
from .people import lock_user
from .sessions import SECOND_FACTOR_CHANGED, mark_proven, revoke_all


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What an authenticator needs; shown to the person once, while it is being set up."""

    secret: str
    uri: str


def begin_setup(*, user_id: UUID, password: str) -> Setup:
    """Make a secret for the person's authenticator; nothing is on until a code of it is shown.

    The second time replaces what was not confirmed.

    Raises:
        WrongPassword, TooManyAttempts: see ``require_password``.
        SecondFactorOn: turn it off first.

    Locks the user.
    """
    return _store_secret(require_password(user_id=user_id, password=password))


def confirm_setup(*, user_id: UUID, code: str, session_id: UUID) -> list[str]:
    """Turn the second factor on and return the ten recovery codes, which nobody can show again.

    The person's other login sessions end; this one counts as opened with a second factor.

    Args:
        code: what the authenticator shows now.
        session_id: the login session at hand.

    Raises:
        WrongSecondFactor: the code is wrong, or was used.
        TooManyAttempts: too many wrong codes.
        SecondFactorOff: nothing was begun.
        SecondFactorOn: it is on already.

    Locks the user.
    """
    with _attempt(user_id) as attempt:
        return _turn_on(user_id, code, session_id, attempt)


def turn_off(*, user_id: UUID, password: str, code: str) -> None:
    """Turn the second factor off and forget secret and recovery codes.

    Args:
        code: of the authenticator, or a recovery code.

    Raises:
        WrongPassword, WrongSecondFactor, TooManyAttempts
        SecondFactorOff: it is off already.
        SecondFactorRequired: staff, where the settings ask for it.

    Locks the user.
    """
    user = require_password(user_id=user_id, password=password)
    if user.is_staff and settings.STAFF_SECOND_FACTOR_REQUIRED:
        raise SecondFactorRequired
    with _attempt(user_id) as attempt:
        _turn_off(user_id, code, attempt)


def renew_recovery_codes(*, user_id: UUID, password: str, code: str) -> list[str]:
    """Return ten new recovery codes; those from before are worth nothing any more.

    Raises:
        WrongPassword, WrongSecondFactor, TooManyAttempts
        SecondFactorOff: there is nothing to recover.

    Locks the user.
    """
    require_password(user_id=user_id, password=password)
    with _attempt(user_id) as attempt:
        return _renew(user_id, code, attempt)


@in_transaction
def take_away(*, user_id: UUID, actor_id: UUID | None, reason: str = "") -> None:
    """Turn off the second factor of somebody who lost telephone and codes; their sessions end.

    Args:
        actor_id: the member of staff who has made sure who asks; None is an operator's command.

    Raises:
        UserNotFound: no such person.
        StrongerAccount: staff reach for somebody as strong as they are.
        SecondFactorOff: there is none.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    require_may_manage(actor_id=actor_id, subject=user)
    if confirmed_device(user_id=user_id) is None:
        raise SecondFactorOff
    _forget(user_id, actor_id=actor_id, reason=reason)
    revoke_all(user_id=user_id, reason=SECOND_FACTOR_CHANGED, actor_id=actor_id)


def is_right_code(*, user_id: UUID, code: str) -> bool:
    """Take one code of the person, in the caller's transaction; say whether it was good.

    A code of the authenticator is good once, and none that is older than the last one; a
    recovery code is good once. Both are decided by a conditional update, so of any number at the
    same time one is taken. What the transaction undoes was not taken.
    """
    if is_recovery_code(code):
        return _take_recovery_code(user_id, code)
    device = confirmed_device(user_id=user_id)
    return device is not None and _take_step(device, code)


@in_transaction
def _store_secret(user: User) -> Setup:
    lock_user(user_id=user.pk)
    if confirmed_device(user_id=user.pk) is not None:
        raise SecondFactorOn
    secret = new_secret()
    TotpDevice.objects.update_or_create(
        user_id=user.pk, defaults={"sealed_secret": seal(secret), "last_used_step": 0}
    )
    return Setup(secret=secret, uri=setup_uri(secret, email=user.email))


@in_transaction
def _turn_on(user_id: UUID, code: str, session_id: UUID, attempt: Attempt) -> list[str]:
    lock_user(user_id=user_id)
    device = TotpDevice.objects.filter(user_id=user_id).first()
    if device is None:
        raise SecondFactorOff
    if device.confirmed_at is not None:
        raise SecondFactorOn
    if not _take_step(device, code):
        raise WrongSecondFactor
    TotpDevice.objects.filter(pk=device.pk).update(confirmed_at=DbNow())
    attempt.succeed()
    mark_proven(session_id=session_id)
    revoke_all(
        user_id=user_id,
        reason=SECOND_FACTOR_CHANGED,
        actor_id=user_id,
        except_session_id=session_id,
    )
    _tell(user_id, is_on=True, actor_id=user_id)
    return _new_codes(user_id)


@in_transaction
def _turn_off(user_id: UUID, code: str, attempt: Attempt) -> None:
    _require_code(user_id, code, attempt)
    _forget(user_id, actor_id=user_id)


@in_transaction
def _renew(user_id: UUID, code: str, attempt: Attempt) -> list[str]:
    _require_code(user_id, code, attempt)
    audit.record(
        action="accounts.recovery_codes_renewed",
        subject_type="user",
        subject_id=user_id,
        actor_id=user_id,
    )
    return _new_codes(user_id)


def _require_code(user_id: UUID, code: str, attempt: Attempt) -> None:
    lock_user(user_id=user_id)
    if confirmed_device(user_id=user_id) is None:
        raise SecondFactorOff
    if not is_right_code(user_id=user_id, code=code):
        raise WrongSecondFactor
    attempt.succeed()


def _attempt(user_id: UUID) -> Attempt:
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    return begin_attempt(kind=AttemptKind.SECOND_FACTOR, name=email)


def _take_step(device: TotpDevice, code: str) -> bool:
    step = matching_step(unseal(device.sealed_secret), normal_code(code), at=clock.now())
    if step is None:
        return False
    unused = TotpDevice.objects.filter(pk=device.pk, last_used_step__lt=step)
    return unused.update(last_used_step=step) == 1


def _take_recovery_code(user_id: UUID, code: str) -> bool:
    unused = RecoveryCode.objects.filter(
        user_id=user_id, digest=recovery_digest(code), used_at__isnull=True
    )
    code_id = unused.values_list("pk", flat=True).first()
    if code_id is None or not unused.filter(pk=code_id).update(used_at=DbNow()):
        return False
    audit.record(
        action="accounts.recovery_code_used",
        subject_type="user",
        subject_id=user_id,
        actor_id=user_id,
    )
    publish(RecoveryCodeUsed(user_id=str(user_id), code_id=str(code_id)))
    return True


def _new_codes(user_id: UUID) -> list[str]:
    RecoveryCode.objects.filter(user_id=user_id).delete()
    codes = new_recovery_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, digest=recovery_digest(code)) for code in codes
    )
    return codes


def _forget(user_id: UUID, *, actor_id: UUID | None, reason: str = "") -> None:
    TotpDevice.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.filter(user_id=user_id).delete()
    _tell(user_id, is_on=False, actor_id=actor_id, reason=reason)


def _tell(user_id: UUID, *, is_on: bool, actor_id: UUID | None, reason: str = "") -> None:
    audit.record(
        action="accounts.second_factor_on" if is_on else "accounts.second_factor_off",
        subject_type="user",
        subject_id=user_id,
        actor_id=actor_id,
        reason=reason,
    )
    publish(SecondFactorChanged(user_id=str(user_id), change_id=str(new_id()), is_on=is_on))
