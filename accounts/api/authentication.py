"""Who sends this request: the one door for access tokens."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from ..access import AccessClaims, read_access
from ..errors import InvalidToken
from ..models import User
from ..selectors.identity import signed_in_user
from ..services.sessions import SessionKind, note_use

SCHEME = "bearer"
CHALLENGE = 'Bearer realm="plaza"'


class AccessTokenRefused(AuthenticationFailed):
    """The same answer as a refused refresh token."""

    problem_code = InvalidToken.code
    problem_detail = InvalidToken.MESSAGE


class AccessTokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer …``: 1 query, the user joined with the login session, which also
    asks for the key that signed.
    """

    def authenticate(self, request: Request) -> tuple[User, AccessClaims] | None:
        """Return the person and the token's claims; None for a request without a token.

        Raises:
            AccessTokenRefused: the token is wrong or expired, its key or session no longer valid,
                or the account closed.
        """
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        try:
            claims = read_access(text.strip())
        except InvalidToken as error:
            raise AccessTokenRefused from error
        user = signed_in_user(user_id=claims.user_id, session_id=claims.session_id, kid=claims.kid)
        if user is None or user.login_session is None or user.login_session.kind != SessionKind.API:
            raise AccessTokenRefused
        note_use(session=user.login_session)
        return user, claims

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class AccessTokenScheme(OpenApiAuthenticationExtension):
    """Describes the token in the OpenAPI document."""

    target_class = AccessTokenAuthentication
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": SCHEME, "bearerFormat": "JWT"}
