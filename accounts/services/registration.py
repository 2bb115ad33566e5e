"""Opens accounts."""

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.documents import NO_DOCUMENT, Document
from marketplace.shared.phones import normalise_phone
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish
from marketplace.shared.text import one_line

from ..errors import EmailTaken, TermsNotAccepted
from ..events import TakenEmailRegistered, UserRegistered
from ..models import LinkToken, User
from ..passwords import require_strong
from ..selectors.identity import normalise_email, user_by_email
from .consents import record_first_consents
from .documents import set_document
from .links import open_link


class SignUpForm(TypedDict):
    """What a new person says: the telephone in any Colombian spelling, the document checked by
    ``parse_document``. ``accept_terms`` is yes to the terms and to the treatment of data, which
    the form names both; ``accept_marketing`` is yes to advertising and never needed.
    """

    email: str
    password: str
    first_name: str
    last_name: str
    phone: str
    accept_terms: bool
    accept_marketing: NotRequired[bool]
    document: NotRequired[Document]


def register_user(
    *, role: User.Role = User.Role.BUYER, verified: bool = False, **said: Unpack[SignUpForm]
) -> User:
    """Open an account and keep the proof of consent; the password is hashed beforehand.

    Args:
        role: never a client's choice. Staff are made by ``roles.make_staff``.
        verified: e-mail and telephone count as proven (demo and operators).

    Raises:
        TermsNotAccepted: no consent, no account (Ley 1581 of 2012, art. 9).
        InvalidPhone, WeakPassword: see their modules.
        EmailTaken: there is an account for the address, however it is spelt.

    Nothing is kept when it raises. The second time it raises EmailTaken.
    """
    user = _checked(said)
    user.role = role
    if verified:
        user.email_verified_at = user.phone_verified_at = DbNow()
    return store_account(user=user, accept_marketing=said.get("accept_marketing", False))


def sign_up(**said: Unpack[SignUpForm]) -> User:
    """Open a buyer's account for a stranger, without telling whether the address has one already.

    Where it has one, the answer is a person like any new one, whom nobody stored: their own data
    and a fresh id. The account stays as it is, and its owner is told by mail. Checks, hash and
    errors are the same in both cases.

    Raises:
        TermsNotAccepted, InvalidPhone, WeakPassword: as ``register_user``; nothing is kept.
    """
    user = _checked(said)
    try:
        return store_account(user=user, accept_marketing=said.get("accept_marketing", False))
    except EmailTaken:
        user.created_at = _tell_owner(user.email)
        return user


def _checked(said: SignUpForm) -> User:
    """Return a person who may be stored, with the hash of their password."""
    if not said["accept_terms"]:
        raise TermsNotAccepted("Para crear la cuenta acepte los términos.")
    user = User(
        email=normalise_email(said["email"]),
        first_name=one_line(said["first_name"]),
        last_name=one_line(said["last_name"]),
        phone=normalise_phone(said["phone"]),
    )
    set_document(user, said.get("document", NO_DOCUMENT))
    require_strong(said["password"], user=user)
    user.set_password(said["password"])
    return user


@in_transaction
def _tell_owner(email: str) -> datetime:
    """Have the owner of the address told, once a day; return the moment."""
    moment = clock.now()
    owner = user_by_email(email=email)
    if owner is not None:
        day = timezone.localtime(moment).date()
        publish(TakenEmailRegistered(user_id=str(owner.pk), day=day.isoformat()))
    return moment


@in_transaction
def store_account(*, user: User, accept_marketing: bool = False) -> User:
    """Keep a new person with the proof of what they accepted, and tell of them.

    Raises:
        EmailTaken: there is an account for the address; nothing is kept.
    """
    if user_by_email(email=user.email) is not None:
        # Asked first, because PostgreSQL writes a refused row, with its hash, into its log.
        raise EmailTaken("Ya hay una cuenta con este correo.")
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise EmailTaken("Ya hay una cuenta con este correo.") from error
    record_first_consents(user=user, accept_marketing=accept_marketing)
    audit.record(
        action="accounts.registered", subject_type="user", subject_id=user.pk, actor_id=user.pk
    )
    if user.email_verified_at is None:
        open_link(user_id=user.pk, purpose=LinkToken.Purpose.VERIFY_EMAIL, destination=user.email)
    publish(UserRegistered(user_id=str(user.pk)))
    user.refresh_from_db()
    return user
