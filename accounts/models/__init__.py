"""People and what proves who they are."""

from .address import Address
from .codes import LinkToken, OneTimeCode, SendRequest
from .consent import Consent
from .session import LoginSession, RefreshToken
from .user import User

__all__ = [
    "Address",
    "Consent",
    "LinkToken",
    "LoginSession",
    "OneTimeCode",
    "RefreshToken",
    "SendRequest",
    "User",
]
