"""Opens accounts."""

from django.db import IntegrityError, transaction

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.phones import normalise_phone
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import EmailTaken, TermsNotAccepted
from ..events import UserRegistered
from ..models import User
from ..passwords import require_strong
from ..selectors.identity import normalise_email
from .consents import record_first_consents


def register_user(
    *,
    email: str,
    password: str,
    first_name: str,
    last_name: str,
    phone: str,
    accept_terms: bool,
    accept_marketing: bool = False,
    role: User.Role = User.Role.BUYER,
    verified: bool = False,
) -> User:
    """Open an account and keep the proof of consent; the password is hashed beforehand.

    Args:
        phone: any Colombian spelling; stored as ``+57…``.
        accept_terms: yes to the terms and to the treatment of data, which the form names both.
        accept_marketing: yes to advertising; never needed.
        role: never a client's choice. Staff are made by ``roles.make_staff``.
        verified: e-mail and telephone count as proven (demo and operators).

    Raises:
        TermsNotAccepted: no consent, no account (Ley 1581 of 2012, art. 9).
        InvalidPhone, WeakPassword: see their modules.
        EmailTaken: there is an account for the address, however it is spelt.

    Nothing is kept when it raises. The second time it raises EmailTaken.
    """
    if not accept_terms:
        raise TermsNotAccepted("Para crear la cuenta acepte los términos.")
    user = User(
        email=normalise_email(email),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        phone=normalise_phone(phone),
        role=role,
    )
    require_strong(password, user=user)
    user.set_password(password)
    if verified:
        user.email_verified_at = user.phone_verified_at = DbNow()
    return _store(user, accept_marketing=accept_marketing)


@in_transaction
def _store(user: User, *, accept_marketing: bool) -> User:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise EmailTaken("Ya hay una cuenta con este correo.") from error
    record_first_consents(user=user, accept_marketing=accept_marketing)
    audit.record(
        action="accounts.registered", subject_type="user", subject_id=user.pk, actor_id=user.pk
    )
    publish(UserRegistered(user_id=str(user.pk)))
    user.refresh_from_db()
    return user
