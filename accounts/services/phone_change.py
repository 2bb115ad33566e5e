"""Another telephone: a proven one stays until a code has proven the new one."""

from typing import TypedDict, Unpack
from uuid import UUID

from django.conf import settings

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.documents import Document
from marketplace.shared.phones import is_mobile, normalise_phone
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish
from marketplace.shared.services.sms import Sms, send_sms

from ..errors import SameContact
from ..events import PhoneChanged
from ..models import OneTimeCode, User
from ..notification_kinds import NotificationKind
from . import code_mails
from .codes import ask_code, check_code, void_codes
from .notifications import notify
from .people import lock_user, update_profile
from .verification import Sending

Purpose = OneTimeCode.Purpose


class OwnProfile(TypedDict, total=False):
    """What people may say about themselves besides the telephone; see ``update_profile``."""

    first_name: str
    last_name: str
    document: Document
    language: str


@in_transaction
def ask_phone_change(*, user_id: UUID, phone: str) -> Sending:
    """Send a code to the new telephone, which is pending from now on; nothing changes yet.

    Raises:
        UserNotFound: no such person.
        InvalidPhone, NotAMobile: the number is not one that gets an SMS.
        SameContact: it is the present telephone.
        CodeTooSoon, CodeLimitReached: see ``sending_limits``.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    new = normalise_phone(phone)
    if user.phone == new:
        raise SameContact("Ese ya es el teléfono de su cuenta.")
    _begin(user, new)
    return Sending(destination=new, lifetime=settings.CODE_LIFETIME)


def confirm_phone_change(*, user_id: UUID, code: str) -> User:
    """Give the person the telephone that the code was sent to, as a proven one.

    Raises:
        WrongCode: see ``codes.check_code``.
    """
    proof = check_code(user_id=user_id, purpose=Purpose.CHANGE_PHONE, code=code)
    return _change(proof)


@in_transaction
def update_own_profile(
    *, user_id: UUID, phone: str | None = None, **said: Unpack[OwnProfile]
) -> User:
    """Change what is given of one's own profile.

    A telephone that is not proven is replaced at once. In the place of a proven one the new one
    becomes ``pending_phone`` and gets a code; sending the pending one again changes nothing, and
    sending the present one takes the wish back.

    Raises:
        UserNotFound: no such person.
        InvalidPhone, NotAMobile, CodeTooSoon, CodeLimitReached: nothing is changed.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    if phone is None or user.phone_verified_at is None:
        return update_profile(user_id=user_id, phone=phone, **said)
    new = normalise_phone(phone)
    if new == user.phone:
        _take_back(user)
    elif new != user.pending_phone:
        _begin(user, new)
    return update_profile(user_id=user_id, **said)


def tell_mailbox(*, code_id: UUID) -> bool:
    """Tell the person's mailbox of the new telephone; twice is once.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    code = OneTimeCode.objects.filter(pk=code_id).select_related("user").first()
    return code is not None and code_mails.send_phone_changed(code=code)


def tell_old_phone(*, code_id: UUID) -> bool:
    """Tell the telephone that was replaced, if it gets SMS; twice is once.

    Raises:
        OSError: the provider does not answer; try again later.
    """
    code = OneTimeCode.objects.filter(pk=code_id).first()
    if code is None or not is_mobile(code.previous):
        return False
    text = "Plaza: su cuenta tiene otro celular. Si no fue usted, cambie ya su clave."
    return send_sms(
        Sms(kind="accounts.phone_changed", about=str(code.pk), recipient=code.previous, text=text)
    )


def _begin(user: User, phone: str) -> None:
    ask_code(user_id=user.pk, purpose=Purpose.CHANGE_PHONE, destination=phone)
    User.objects.filter(pk=user.pk).update(pending_phone=phone)


def _take_back(user: User) -> None:
    if user.pending_phone:
        void_codes(user_id=user.pk, purposes=[Purpose.CHANGE_PHONE])
        User.objects.filter(pk=user.pk).update(pending_phone="")


@in_transaction
def _change(proof: OneTimeCode) -> User:
    user = lock_user(user_id=proof.user_id)
    OneTimeCode.objects.filter(pk=proof.pk).update(previous=user.phone)
    user.phone = proof.destination
    user.pending_phone = ""
    user.phone_verified_at = DbNow()
    user.save(update_fields=["phone", "pending_phone", "phone_verified_at"])
    void_codes(user_id=user.pk, purposes=[Purpose.VERIFY_PHONE])
    audit.record(
        action="accounts.phone_changed", subject_type="user", subject_id=user.pk, actor_id=user.pk
    )
    notify(
        user_id=user.pk,
        kind=NotificationKind.ACCOUNT_SECURITY,
        about=f"phone_changed:{proof.pk}",
        title="El teléfono de su cuenta cambió",
        body="Si no fue usted, cambie ya su contraseña y corrija el teléfono.",
    )
    publish(PhoneChanged(code_id=str(proof.pk)))
    user.refresh_from_db(fields=["phone_verified_at"])
    return user
