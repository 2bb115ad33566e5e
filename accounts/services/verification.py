"""Proves that a mailbox or a telephone is the person's: by a link, or by a code."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..errors import AlreadyVerified, InvalidLink, UserNotFound, WrongCode
from ..models import LinkToken, OneTimeCode, SendRequest, User
from .codes import ask_code, check_code, void_codes
from .links import ask_link, find_link, lifetime, use_up, void_links
from .people import lock_user
from .sending_limits import count_request


@dataclass(frozen=True, kw_only=True)
class Sending:
    """Where something is on its way to, and how long it will be good for."""

    destination: str
    lifetime: timedelta


@in_transaction
def ask_email_link(*, user_id: UUID) -> Sending:
    """Send the person the link that confirms their mailbox; the older one is worthless then.

    Raises:
        UserNotFound: no such person.
        AlreadyVerified: nothing to confirm.
        CodeTooSoon, CodeLimitReached: see ``sending_limits``.
    """
    user = _active(user_id)
    if user.email_verified_at is not None:
        raise _email_verified()
    purpose = LinkToken.Purpose.VERIFY_EMAIL
    count_request(purpose=SendRequest.Purpose.EMAIL_LINK, destination=user.email, user_id=user_id)
    ask_link(user_id=user_id, purpose=purpose, destination=user.email)
    return Sending(destination=user.email, lifetime=lifetime(purpose))


@in_transaction
def ask_email_code(*, user_id: UUID) -> Sending:
    """Send the person the code that confirms their mailbox.

    Raises:
        UserNotFound, AlreadyVerified, CodeTooSoon, CodeLimitReached
    """
    user = _active(user_id)
    if user.email_verified_at is not None:
        raise _email_verified()
    ask_code(user_id=user_id, purpose=OneTimeCode.Purpose.VERIFY_EMAIL, destination=user.email)
    return Sending(destination=user.email, lifetime=settings.CODE_LIFETIME)


@in_transaction
def ask_phone_code(*, user_id: UUID) -> Sending:
    """Send the person the code that confirms their telephone.

    Raises:
        UserNotFound, AlreadyVerified, NotAMobile, CodeTooSoon, CodeLimitReached
    """
    user = _active(user_id)
    if user.phone_verified_at is not None:
        raise _phone_verified()
    ask_code(user_id=user_id, purpose=OneTimeCode.Purpose.VERIFY_PHONE, destination=user.phone)
    return Sending(destination=user.phone, lifetime=settings.CODE_LIFETIME)


@in_transaction
def verify_email(*, token: str) -> None:
    """Confirm the mailbox that a link was sent to.

    Raises:
        InvalidLink: unknown, used, replaced or expired, or the person has another mailbox now.

    Locks the user, then the link.
    """
    link = find_link(token=token, purpose=LinkToken.Purpose.VERIFY_EMAIL)
    user = lock_user(user_id=link.user_id)
    use_up(link)
    if user.email != link.destination or not user.is_active:
        raise InvalidLink
    mark_email_verified(user)


def verify_email_code(*, user_id: UUID, code: str) -> User:
    """Confirm the person's mailbox by the code that was sent to it.

    Raises:
        UserNotFound: no such person.
        AlreadyVerified: nothing to confirm.
        WrongCode: see ``codes.check_code``; or the person has another mailbox now.
    """
    if _active(user_id).email_verified_at is not None:
        raise _email_verified()
    proof = check_code(user_id=user_id, purpose=OneTimeCode.Purpose.VERIFY_EMAIL, code=code)
    return _accept_email(proof)


def verify_phone_code(*, user_id: UUID, code: str) -> User:
    """Confirm the person's telephone by the code that was sent to it.

    Raises:
        UserNotFound, AlreadyVerified, WrongCode
    """
    if _active(user_id).phone_verified_at is not None:
        raise _phone_verified()
    proof = check_code(user_id=user_id, purpose=OneTimeCode.Purpose.VERIFY_PHONE, code=code)
    return _accept_phone(proof)


def mark_email_verified(user: User) -> None:
    """Write that the locked user's mailbox is proven; what else would prove it is worthless now."""
    if user.email_verified_at is None:
        user.email_verified_at = DbNow()
        user.save(update_fields=["email_verified_at"])
        user.refresh_from_db(fields=["email_verified_at"])
        _record("accounts.email_verified", user)
    void_codes(user_id=user.pk, purposes=[OneTimeCode.Purpose.VERIFY_EMAIL])
    void_links(user_id=user.pk, purposes=[LinkToken.Purpose.VERIFY_EMAIL])


@in_transaction
def _accept_email(proof: OneTimeCode) -> User:
    user = lock_user(user_id=proof.user_id)
    if user.email != proof.destination:
        raise WrongCode("El código no es correcto o ya venció.")
    mark_email_verified(user)
    return user


@in_transaction
def _accept_phone(proof: OneTimeCode) -> User:
    user = lock_user(user_id=proof.user_id)
    if user.phone != proof.destination:
        raise WrongCode("El código no es correcto o ya venció.")
    user.phone_verified_at = DbNow()
    user.save(update_fields=["phone_verified_at"])
    user.refresh_from_db(fields=["phone_verified_at"])
    _record("accounts.phone_verified", user)
    return user


def _active(user_id: UUID) -> User:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise UserNotFound("La cuenta no existe.")
    return user


def _record(action: str, user: User) -> None:
    audit.record(action=action, subject_type="user", subject_id=user.pk, actor_id=user.pk)


def _email_verified() -> AlreadyVerified:
    return AlreadyVerified("Su correo ya está confirmado.")


def _phone_verified() -> AlreadyVerified:
    return AlreadyVerified("Su teléfono ya está confirmado.")
