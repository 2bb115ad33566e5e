"""Signing in with Google: whose account an ID token opens."""

from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.errors import UnavailableError
from marketplace.shared.services.outbox import publish

from ..errors import EmailTaken, GoogleTokenRefused, TermsNotAccepted
from ..events import IdentityLinked
from ..gateways.google import GoogleClaims, google
from ..models import SocialIdentity, User
from ..selectors.identity import user_by_email
from .identities import link
from .login import SecondFactorNeeded, admit
from .nonces import LIFETIME, open_nonce, use_nonce
from .people import lock_user
from .reclaiming import reclaim
from .registration import store_account
from .tokens import IssuedTokens

GOOGLE = SocialIdentity.Provider.GOOGLE
TRIES = 3


@dataclass(frozen=True, kw_only=True)
class GoogleChallenge:
    """What a client gives to Google: our id there, and a nonce for ``expires_in`` seconds."""

    nonce: str
    client_id: str
    expires_in: int


class _Overtaken(UnavailableError):
    """Somebody with the same identity or address came first; what they left decides now."""

    def __init__(self) -> None:
        super().__init__("Inténtelo de nuevo.", retry_after=1)


def require_google() -> None:
    """Pass where sign-in with Google is on.

    Raises:
        GoogleNotConfigured: this installation has no client id.
    """
    google()


def begin_google_sign_in() -> GoogleChallenge:
    """Hand out a nonce for one sign-in: 1 statement. Google is not asked.

    Raises:
        GoogleNotConfigured: this installation has no client id.
    """
    verifier = google()
    return GoogleChallenge(
        nonce=open_nonce(),
        client_id=verifier.client_id,
        expires_in=int(LIFETIME.total_seconds()),
    )


def sign_in_with_google(
    *, id_token: str, accept_terms: bool = False
) -> IssuedTokens | SecondFactorNeeded:
    """Open a login session for the person whom a token of Google names, once per nonce.

    A known Google account opens its account here, whatever its address is now. An unknown one
    joins the account of its address, which Google has verified; where nobody had proven that
    mailbox here, what the first comer left (password, second factor, sessions, codes) is worth
    nothing any more. Otherwise a buyer's account is opened, which needs ``accept_terms``.

    Raises:
        GoogleNotConfigured: this installation has no client id.
        GoogleUnavailable: Google's keys cannot be read.
        GoogleTokenRefused: wrong token; nonce unknown, expired or used; account closed; staff.
        TermsNotAccepted: a new account without consent; the token may be sent again.

    Nothing is kept when it raises, and the nonce stays unused. Several at once for one new
    person make one account. Locks the user.
    """
    claims = google().read(id_token)
    for _ in range(TRIES - 1):
        with suppress(_Overtaken):
            return _enter(claims, accept_terms=accept_terms)
    return _enter(claims, accept_terms=accept_terms)


@in_transaction
def _enter(claims: GoogleClaims, *, accept_terms: bool) -> IssuedTokens | SecondFactorNeeded:
    if not use_nonce(nonce=claims.nonce):
        raise GoogleTokenRefused
    user = _known(claims) or _joined(claims) or _new(claims, accept_terms=accept_terms)
    if not user.is_active or (user.is_staff and not settings.GOOGLE_STAFF_SIGN_IN):
        raise GoogleTokenRefused
    return admit(user=user)


def _known(claims: GoogleClaims) -> User | None:
    identity = SocialIdentity.objects.filter(provider=GOOGLE, subject=claims.subject).first()
    return lock_user(user_id=identity.user_id) if identity else None


def _joined(claims: GoogleClaims) -> User | None:
    """Link the account of the address, if there is one."""
    found = user_by_email(email=claims.email)
    if found is None:
        return None
    user = lock_user(user_id=found.pk)
    if user.email != claims.email:
        raise _Overtaken
    is_reclaimed = user.email_verified_at is None
    if is_reclaimed:
        reclaim(user, by=GOOGLE.value)
    identity = _link(user, claims)
    publish(
        IdentityLinked(
            user_id=str(user.pk), identity_id=str(identity.pk), is_reclaimed=is_reclaimed
        )
    )
    return user


def _new(claims: GoogleClaims, *, accept_terms: bool) -> User:
    if not accept_terms:
        raise TermsNotAccepted("Para crear la cuenta acepte los términos.")
    user = User(
        email=claims.email,
        # Mails greet people by name; where Google tells none, by the name of their mailbox.
        first_name=claims.first_name or claims.email.partition("@")[0],
        last_name=claims.last_name,
        email_verified_at=DbNow(),
    )
    user.set_unusable_password()
    try:
        store_account(user=user)
    except EmailTaken as error:
        raise _Overtaken from error
    _link(user, claims)
    return user


def _link(user: User, claims: GoogleClaims) -> SocialIdentity:
    try:
        with transaction.atomic():
            return link(user=user, provider=GOOGLE, subject=claims.subject, email=claims.email)
    except IntegrityError as error:
        raise _Overtaken from error
