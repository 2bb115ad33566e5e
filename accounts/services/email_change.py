"""Another e-mail address: asked for with the password, confirmed from the new mailbox.

Whether the new address belongs to somebody already is looked up by the handler, and told only to
that somebody; whoever asks gets the same answer.
"""

from uuid import UUID

from django.db import IntegrityError, transaction

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import EmailTaken, SameContact
from ..events import EmailChangeAsked, EmailChanged
from ..models import LinkToken, OneTimeCode, SendRequest, User
from ..notification_kinds import NotificationKind
from ..selectors.identity import normalise_email, user_by_email
from . import code_mails
from .codes import void_codes
from .confirmation import require_password
from .links import ask_link, find_link, lifetime, use_up, void_links
from .notifications import notify
from .people import lock_user
from .sending_limits import count_request
from .sessions import EMAIL_CHANGED, revoke_all
from .verification import Sending

Purpose = LinkToken.Purpose


def ask_email_change(*, user_id: UUID, new_email: str, password: str) -> Sending:
    """Have the new mailbox asked, and the present one told; nothing changes yet.

    Raises:
        WrongPassword: see ``confirmation.require_password``.
        SameContact: it is the present address.
        CodeTooSoon, CodeLimitReached: see ``sending_limits``.

    The hash is computed before the transaction.
    """
    require_password(user_id=user_id, password=password)
    return _ask(user_id, normalise_email(new_email))


@in_transaction
def confirm_email_change(*, token: str) -> None:
    """Give the person the address that the link was sent to; all their login sessions end.

    Raises:
        InvalidLink: unknown, used, replaced or expired, or the account closed.
        EmailTaken: somebody got the address in the meantime; the link stays as it was.

    Locks the user, then the link. The unique index decides who gets an address.
    """
    link = find_link(token=token, purpose=Purpose.CHANGE_EMAIL)
    user = lock_user(user_id=link.user_id)
    use_up(link)
    LinkToken.objects.filter(pk=link.pk).update(previous=user.email)
    user.email = link.destination
    user.email_verified_at = DbNow()
    _store(user)
    void_links(user_id=user.pk, purposes=list(Purpose))
    void_codes(user_id=user.pk, purposes=[OneTimeCode.Purpose.VERIFY_EMAIL])
    revoke_all(user_id=user.pk, reason=EMAIL_CHANGED, actor_id=user.pk)
    audit.record(
        action="accounts.email_changed", subject_type="user", subject_id=user.pk, actor_id=user.pk
    )
    notify(
        user_id=user.pk,
        kind=NotificationKind.ACCOUNT_SECURITY,
        about=f"email_changed:{link.pk}",
        title="El correo de su cuenta cambió",
        body="Todas las sesiones se cerraron. Si no fue usted, escríbanos de inmediato.",
    )
    publish(EmailChanged(link_id=str(link.pk)))


def warn_present_mailbox(*, request_id: UUID) -> bool:
    """Tell the person's present mailbox of the request; twice is once.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    request = _request(request_id)
    if request is None or request.user is None:
        return False
    return code_mails.send_email_change_asked(
        user=request.user, request_id=request_id, new_email=request.destination
    )


def ask_new_mailbox(*, request_id: UUID) -> bool:
    """Have the link sent, or tell whose address it is; say whether. Twice is once.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    request = _request(request_id)
    if request is None or request.user is None:
        return False
    owner = user_by_email(email=request.destination)
    if owner is None:
        return _send_link(request)
    if not owner.is_active or owner.pk == request.user_id:
        return False
    return code_mails.send_address_in_use(owner=owner, request_id=request_id)


def tell_old_mailbox(*, link_id: UUID) -> bool:
    """Tell the mailbox that the account has left; twice is once.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    link = LinkToken.objects.filter(pk=link_id).select_related("user").first()
    return link is not None and code_mails.send_email_changed(link=link)


@in_transaction
def _ask(user_id: UUID, new_email: str) -> Sending:
    user = lock_user(user_id=user_id)
    if user.email == new_email:
        raise SameContact("Ese ya es el correo de su cuenta.")
    request = count_request(
        purpose=SendRequest.Purpose.NEW_EMAIL_LINK, destination=new_email, user_id=user_id
    )
    void_links(user_id=user_id, purposes=[Purpose.CHANGE_EMAIL])
    publish(EmailChangeAsked(request_id=str(request.pk)))
    return Sending(destination=new_email, lifetime=lifetime(Purpose.CHANGE_EMAIL))


@in_transaction
def _send_link(request: SendRequest) -> bool:
    untouched = SendRequest.objects.filter(pk=request.pk, handled_at__isnull=True)
    if request.user_id is None or not untouched.update(handled_at=DbNow()):
        return False
    ask_link(user_id=request.user_id, purpose=Purpose.CHANGE_EMAIL, destination=request.destination)
    return True


def _request(request_id: UUID) -> SendRequest | None:
    asked = SendRequest.objects.filter(pk=request_id, user__is_active=True)
    return asked.select_related("user").first()


def _store(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "email_verified_at"])
    except IntegrityError as error:
        raise EmailTaken("Ya hay una cuenta con este correo.") from error
