"""People and what proves who they are."""

from .address import Address
from .consent import Consent
from .second_factor import LoginChallenge, RecoveryCode, TotpDevice
from .session import LoginSession, RefreshToken
from .user import OneTimeCode, User

__all__ = [
    "Address",
    "Consent",
    "LoginChallenge",
    "LoginSession",
    "OneTimeCode",
    "RecoveryCode",
    "RefreshToken",
    "TotpDevice",
    "User",
]
