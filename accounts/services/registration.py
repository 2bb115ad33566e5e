"""Opens accounts."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.phones import normalise_phone
from marketplace.shared.request_context import current_request
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import EmailTaken, TermsNotAccepted
from ..events import TakenEmailRegistered, UserRegistered
from ..models import Consent, User
from ..passwords import require_strong
from ..selectors.identity import normalise_email, user_by_email


def register_user(
    *,
    email: str,
    password: str,
    first_name: str,
    last_name: str,
    phone: str,
    accept_terms: bool,
    role: User.Role = User.Role.BUYER,
    verified: bool = False,
) -> User:
    """Open an account and keep the proof of consent; the password is hashed beforehand.

    Args:
        phone: any Colombian spelling; stored as ``+57…``.
        role: never a client's choice. Staff are made by ``roles.make_staff``.
        verified: e-mail and telephone count as proven (demo and operators).

    Raises:
        TermsNotAccepted: no consent, no account (Ley 1581 of 2012, art. 9).
        InvalidPhone, WeakPassword: see their modules.
        EmailTaken: there is an account for the address, however it is spelt.

    Nothing is kept when it raises. The second time it raises EmailTaken.
    """
    user = _checked(
        email=email,
        password=password,
        first_name=first_name,
        last_name=last_name,
        phone=phone,
        accept_terms=accept_terms,
    )
    user.role = role
    if verified:
        user.email_verified_at = user.phone_verified_at = DbNow()
    return _store(user)


def sign_up(
    *,
    email: str,
    password: str,
    first_name: str,
    last_name: str,
    phone: str,
    accept_terms: bool,
) -> User:
    """Open a buyer's account for a stranger, without telling whether the address has one already.

    Where it has one, the answer is a person like any new one, whom nobody stored: their own data
    and a fresh id. The account stays as it is, and its owner is told by mail. Checks, hash and
    errors are the same in both cases.

    Raises:
        TermsNotAccepted, InvalidPhone, WeakPassword: as ``register_user``; nothing is kept.
    """
    user = _checked(
        email=email,
        password=password,
        first_name=first_name,
        last_name=last_name,
        phone=phone,
        accept_terms=accept_terms,
    )
    try:
        return _store(user)
    except EmailTaken:
        user.created_at = _tell_owner(user.email)
        return user


def _checked(
    *,
    email: str,
    password: str,
    first_name: str,
    last_name: str,
    phone: str,
    accept_terms: bool,
) -> User:
    """Return a person who may be stored, with the hash of their password."""
    if not accept_terms:
        raise TermsNotAccepted("Para crear la cuenta acepte los términos.")
    user = User(
        email=normalise_email(email),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        phone=normalise_phone(phone),
    )
    require_strong(password, user=user)
    user.set_password(password)
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
def _store(user: User) -> User:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise EmailTaken("Ya hay una cuenta con este correo.") from error
    Consent.objects.create(
        user=user,
        kind=Consent.Kind.TERMS,
        version=settings.TERMS_VERSION,
        is_given=True,
        ip=current_request().ip,
    )
    audit.record(
        action="accounts.registered", subject_type="user", subject_id=user.pk, actor_id=user.pk
    )
    publish(UserRegistered(user_id=str(user.pk)))
    user.refresh_from_db()
    return user
