"""Access tokens: short-lived JWTs that name a person and a login session, and nothing more.

Role and status are never claims; they are read from the person's row at every request. The
header names the key (``kid``). A key is derived from ``JWT_SIGNING_KEY`` and its name, so a name
that somebody made up has a key that only we could sign with, and costs no look at the database;
whether the key is one of ours and still valid is asked in the statement that reads the person.
"""

import hmac
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt
from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken

from .errors import InvalidToken

PERSON, SESSION, ISSUED_AT = "sub", "sid", "iat"
# Nothing else: jku, jwk, x5u and crit have no business in a token of ours.
HEADER = {"alg", "typ", "kid"}
KID = re.compile(r"[0-9a-f]{16}")
# A header nested a thousand levels deep makes the JSON parser give up; the others: a
# claim that is no UUID, or a moment beyond all calendars.
_WRONG = (
    jwt.InvalidTokenError,
    TokenError,
    RecursionError,
    AttributeError,
    TypeError,
    OverflowError,
    ValueError,
)


@dataclass(frozen=True, kw_only=True)
class AccessClaims:
    """What a valid access token says, and the name of the key that signed it."""

    user_id: UUID
    session_id: UUID
    kid: str


class _KeyedBackend(TokenBackend):
    """Signs and verifies with the one key ``kid``, HS256 only."""

    def __init__(self, kid: str) -> None:
        options = settings.SIMPLE_JWT
        super().__init__(
            options["ALGORITHM"],
            signing_key=_secret_of(kid),
            audience=options["AUDIENCE"],
            issuer=options["ISSUER"],
        )
        self._kid = kid

    def encode(self, payload: dict[str, Any]) -> str:
        claims = payload | {"aud": self.audience, "iss": self.issuer}
        return jwt.encode(
            claims, self.signing_key, algorithm=self.algorithm, headers={"kid": self._kid}
        )


class SessionAccessToken(AccessToken):
    """HS256 with ``iss``, ``aud``, ``exp``, ``iat``, ``jti``, ``token_type``, ``sub``, ``sid``."""

    def __init__(self, token: Any = None, *, kid: str) -> None:
        self._backend = _KeyedBackend(kid)
        super().__init__(token)

    def get_token_backend(self) -> TokenBackend:
        return self._backend

    def verify(self) -> None:
        super().verify()
        missing = [name for name in (PERSON, SESSION, ISSUED_AT) if name not in self.payload]
        if missing:
            raise TokenError("claims are missing")


def issue_access(*, user_id: UUID, session_id: UUID, kid: str) -> str:
    """Return a token signed with the key ``kid`` that lives for ``ACCESS_TOKEN_LIFETIME``."""
    token = SessionAccessToken(kid=kid)
    token[PERSON] = str(user_id)
    token[SESSION] = str(session_id)
    return str(token)


def read_access(text: str) -> AccessClaims:
    """Check the token's signature and claims and return what it says: no statement.

    Whether its key is still one of ours is for the caller to ask.

    Raises:
        InvalidToken: anything about it is wrong.
    """
    try:
        kid = _kid_of(text)
        token = SessionAccessToken(text, kid=kid)
        return AccessClaims(user_id=UUID(token[PERSON]), session_id=UUID(token[SESSION]), kid=kid)
    except _WRONG as error:
        raise InvalidToken from error


def _kid_of(text: str) -> str:
    """Return the name of the key in the header, which nobody has verified yet."""
    header = jwt.get_unverified_header(text)
    kid = header.get("kid")
    if set(header) != HEADER or not isinstance(kid, str) or not KID.fullmatch(kid):
        raise InvalidToken
    return kid


def _secret_of(kid: str) -> bytes:
    """Return the secret of a key: 32 bytes that cannot be told without ``JWT_SIGNING_KEY``."""
    name = f"plaza access token {kid}".encode()
    return hmac.digest(settings.JWT_SIGNING_KEY.encode(), name, "sha256")
