"""People and what proves who they are."""

from .address import Address
from .consent import Consent
from .identity import SignInNonce, SocialIdentity
from .login_attempt import AttemptKind, LoginAttempt
from .second_factor import LoginChallenge, RecoveryCode, TotpDevice
from .session import LoginSession, RefreshToken
from .user import OneTimeCode, User

__all__ = [
    "Address",
    "AttemptKind",
    "Consent",
    "LoginAttempt",
    "LoginChallenge",
    "LoginSession",
    "OneTimeCode",
    "RecoveryCode",
    "RefreshToken",
    "SignInNonce",
    "SocialIdentity",
    "TotpDevice",
    "User",
]
