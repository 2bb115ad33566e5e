"""Google as a provider of identity (OpenID Connect): checks ID tokens, and nothing else.

Source: OpenID Connect Core 1.0, section 3.1.3.7, and Google's page "Authenticate with a backend
server". ``docs/google-sign-in.md`` tells the whole way.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from marketplace.shared.text import normal_text, without_direction_marks

from ..errors import GoogleNotConfigured, GoogleTokenRefused
from .google_keys import KeySet

# Google signs with this one alone; no header may choose another.
ALGORITHM = "RS256"
LEEWAY_SECONDS = 10
REQUIRED = ["iss", "aud", "sub", "exp", "iat", "nonce", "email", "email_verified"]
GOOGLE = "https://accounts.google.com"
MAX_SUBJECT, MAX_EMAIL, MAX_NAME, MAX_NONCE = 255, 254, 80, 200


@dataclass(frozen=True, kw_only=True)
class GoogleClaims:
    """What a checked token says; the address is lower case and Google has verified it."""

    subject: str
    email: str
    first_name: str
    last_name: str
    nonce: str


class GoogleVerifier:
    """Checks ID tokens of one issuer for one client."""

    def __init__(self, *, client_id: str, issuer: str, keys: KeySet) -> None:
        self.client_id = client_id
        # Google writes its own name in two ways.
        self._issuers = [issuer, issuer.removeprefix("https://")] if issuer == GOOGLE else [issuer]
        self._keys = keys

    def read(self, id_token: str) -> GoogleClaims:
        """Check everything about the token that can be known without our own rows.

        The nonce is given back unchecked: the caller knows which were handed out.

        Raises:
            GoogleTokenRefused: anything about it is wrong, or the e-mail is not verified.
            GoogleUnavailable: Google's keys cannot be read.
        """
        try:
            key = self._keys.key(_key_id(id_token))
            payload = jwt.decode(
                id_token,
                key,
                algorithms=[ALGORITHM],
                audience=self.client_id,
                issuer=self._issuers,
                leeway=LEEWAY_SECONDS,
                options={"require": REQUIRED, "strict_aud": True},
            )
        # A header nested a thousand levels deep makes the JSON parser give up; the others are
        # claims of types that nobody expects.
        except (jwt.PyJWTError, RecursionError, ValueError, TypeError, OverflowError) as error:
            raise GoogleTokenRefused from error
        return self._claims(payload)

    def _claims(self, payload: dict[str, Any]) -> GoogleClaims:
        if payload.get("azp", self.client_id) != self.client_id:
            raise GoogleTokenRefused
        if payload["email_verified"] is not True:
            raise GoogleTokenRefused
        first_name, last_name = _names(payload)
        return GoogleClaims(
            subject=_text(payload["sub"], longest=MAX_SUBJECT),
            email=_email(payload["email"]),
            first_name=first_name,
            last_name=last_name,
            nonce=_text(payload["nonce"], longest=MAX_NONCE),
        )


def google() -> GoogleVerifier:
    """Return the verifier that the settings describe. Cheap.

    Raises:
        GoogleNotConfigured: there is no ``GOOGLE_CLIENT_ID``.
    """
    if not settings.GOOGLE_CLIENT_ID:
        raise GoogleNotConfigured("El ingreso con Google no está disponible.")
    return GoogleVerifier(
        client_id=settings.GOOGLE_CLIENT_ID,
        issuer=settings.GOOGLE_ISSUER,
        keys=_key_set(settings.GOOGLE_KEYS_URL),
    )


@cache
def _key_set(url: str) -> KeySet:
    return KeySet(url)


def _key_id(id_token: str) -> str:
    """Return which key signed the token; ``jku``, ``x5u`` and ``jwk`` are not looked at."""
    header = jwt.get_unverified_header(id_token)
    key_id = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(key_id, str):
        raise GoogleTokenRefused
    return key_id


def _text(value: Any, *, longest: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise GoogleTokenRefused
    if not (value.isascii() and value.isprintable()):
        raise GoogleTokenRefused
    return value


def _email(value: Any) -> str:
    email = _text(value, longest=MAX_EMAIL).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise GoogleTokenRefused from error
    return email


def _names(payload: dict[str, Any]) -> tuple[str, str]:
    """Return first and last names as people may write them here; empty where Google has none."""
    first, last = _name(payload.get("given_name")), _name(payload.get("family_name"))
    if not first and not last:
        first = _name(payload.get("name"))
    return first, last


def _name(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    try:
        text = normal_text(value)
    except ValueError:
        return ""
    return " ".join(without_direction_marks(text).split())[:MAX_NAME]
