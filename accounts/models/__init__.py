"""People and what proves who they are."""

from .address import Address
from .consent import Consent
from .identity import SignInNonce, SocialIdentity
from .session import LoginSession, RefreshToken
from .user import OneTimeCode, User

__all__ = [
    "Address",
    "Consent",
    "LoginSession",
    "OneTimeCode",
    "RefreshToken",
    "SignInNonce",
    "SocialIdentity",
    "User",
]
