"""Access tokens: short-lived JWTs that name a person and a login session, and nothing more.

Role and status are never claims; they are read from the person's row at every request.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken

from .errors import InvalidToken

PERSON, SESSION, ISSUED_AT = "sub", "sid", "iat"


@dataclass(frozen=True, kw_only=True)
class AccessClaims:
    """What a valid access token says."""

    user_id: UUID
    session_id: UUID


class SessionAccessToken(AccessToken):
    """HS256 with ``iss``, ``aud``, ``exp``, ``iat``, ``jti``, ``token_type``, ``sub``, ``sid``.

    The key is ours whatever the header says: ``kid``, ``jku`` and ``jwk`` are not looked at.
    """

    def verify(self) -> None:
        super().verify()
        missing = [name for name in (PERSON, SESSION, ISSUED_AT) if name not in self.payload]
        if missing:
            raise TokenError("claims are missing")


def issue_access(*, user_id: UUID, session_id: UUID) -> str:
    """Return a signed token that lives for ``ACCESS_TOKEN_LIFETIME``."""
    token = SessionAccessToken()
    token[PERSON] = str(user_id)
    token[SESSION] = str(session_id)
    return str(token)


def read_access(text: str) -> AccessClaims:
    """Check the token's signature and claims and return what it says.

    Raises:
        InvalidToken: anything about it is wrong.
    """
    encoded: Any = text
    try:
        token = SessionAccessToken(encoded)
        return AccessClaims(user_id=UUID(token[PERSON]), session_id=UUID(token[SESSION]))
    # A header nested a thousand levels deep makes the JSON parser give up; AttributeError and
    # ValueError: a claim that is no UUID.
    except (TokenError, RecursionError, AttributeError, ValueError) as error:
        raise InvalidToken from error
