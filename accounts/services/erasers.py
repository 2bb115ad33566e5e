"""What erasing a person means for each table of the accounts; all in the caller's transaction."""

import secrets
from functools import partial
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.db import transaction

from marketplace.shared.documents import NO_DOCUMENT
from marketplace.shared.services.idempotency import forget_actor
from marketplace.shared.services.mail import NOWHERE, forget_recipient
from marketplace.shared.services.sms import forget_telephone

from ..models import (
    Address,
    Consent,
    DataExport,
    LinkToken,
    LoginAttempt,
    LoginChallenge,
    LoginSession,
    Notification,
    NotificationPreference,
    OneTimeCode,
    PrivacyRequest,
    RecoveryCode,
    SendRequest,
    SocialIdentity,
    TotpDevice,
    User,
)
from .documents import set_document
from .export_files import remove_file
from .sessions import revoke_all

ERASED = "erased"
FIRST_NAME, LAST_NAME = "Persona", "retirada"
REMOVED_TEXT = "(texto borrado con la cuenta)"
_RANDOM_BYTES = 12


def erase_account(user: User) -> None:
    """Replace the identity in a locked user's row, and in what Django and the kernel keep of it.

    The new address is random, so that nobody can have taken it, and ends where no mail goes.
    """
    revoke_all(user_id=user.pk, reason=ERASED, actor_id=None)
    forget_actor(actor=str(user.pk))
    _forget_contacts(user)
    _forget_in_admin_history(user.pk)
    user.email = f"borrado-{secrets.token_hex(_RANDOM_BYTES)}@plaza{NOWHERE}"
    user.first_name, user.last_name = FIRST_NAME, LAST_NAME
    user.phone = user.pending_phone = ""
    set_document(user, NO_DOCUMENT)
    user.email_verified_at = user.phone_verified_at = user.last_login = None
    user.is_active = False
    user.set_unusable_password()
    user.save()


def erase_addresses(user_id: UUID) -> None:
    """Remove the address book; orders have copies of their own."""
    Address.objects.filter(user_id=user_id).delete()


def erase_codes(user_id: UUID) -> None:
    """Remove codes and links with the mailboxes and telephones they were sent to."""
    for model in (OneTimeCode, LinkToken, SendRequest):
        model.objects.filter(user_id=user_id).delete()


def erase_ways_in(user_id: UUID) -> None:
    """Remove what opened the account beside the password, and what was tried."""
    for model in (SocialIdentity, TotpDevice, RecoveryCode, LoginChallenge, LoginAttempt):
        model.objects.filter(user_id=user_id).delete()


def erase_inbox(user_id: UUID) -> None:
    """Remove what the person was told in the inbox, and what they chose to hear of."""
    Notification.objects.filter(user_id=user_id).delete()
    NotificationPreference.objects.filter(user_id=user_id).delete()


def erase_devices(user_id: UUID) -> None:
    """Take addresses and programs out of the login sessions; that they were stays."""
    LoginSession.objects.filter(user_id=user_id).update(ip=None, user_agent="", device="")


def erase_consent_addresses(user_id: UUID) -> None:
    """Keep what was agreed to and when, as proof, without the address."""
    Consent.objects.filter(user_id=user_id, ip__isnull=False).update(ip=None)


def erase_exports(user_id: UUID) -> None:
    """Remove copies; their files go after the commit, and the sweep takes what is left."""
    exports = DataExport.objects.filter(user_id=user_id)
    for name in exports.exclude(file_name="").values_list("file_name", flat=True):
        transaction.on_commit(partial(remove_file, name=name), robust=True)
    exports.delete()


def erase_privacy_requests(user_id: UUID) -> None:
    """Keep numbers, dates and states, which prove that the law was kept, without the texts."""
    own = PrivacyRequest.objects.filter(user_id=user_id)
    own.exclude(answer="").update(answer=REMOVED_TEXT)
    own.update(text=REMOVED_TEXT)
    own.filter(status__in=[PrivacyRequest.Status.OPEN, PrivacyRequest.Status.EXTENDED]).update(
        status=PrivacyRequest.Status.CLOSED
    )


def _forget_contacts(user: User) -> None:
    """Take mailbox and telephone out of the books of what was sent, also earlier ones.

    Codes and links name the earlier ones, so this comes before they are removed.
    """
    proofs = [
        row
        for model in (OneTimeCode, LinkToken)
        for row in model.objects.filter(user=user).values_list("destination", "previous")
    ]
    known = {user.email, user.phone, user.pending_phone, *(each for row in proofs for each in row)}
    for contact in sorted(known - {""}):
        SendRequest.objects.filter(destination=contact).delete()
        if "@" in contact:
            forget_recipient(address=contact)
        else:
            forget_telephone(phone=contact)


def _forget_in_admin_history(user_id: UUID) -> None:
    """Django's own history of the admin names people by their e-mail."""
    LogEntry.objects.filter(
        object_id=str(user_id),
        content_type__app_label=User._meta.app_label,
        content_type__model=User._meta.model_name,
    ).update(object_repr=f"{FIRST_NAME} {LAST_NAME}")
