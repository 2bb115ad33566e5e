"""People and what proves who they are."""

from .address import Address
from .codes import LinkToken, OneTimeCode, SendRequest
from .consent import Consent
from .identity import SignInNonce, SocialIdentity
from .login_attempt import AttemptKind, LoginAttempt
from .notification import Notification, NotificationPreference
from .place import Department, Municipality
from .privacy import DataExport, DeletionRequest, PrivacyRequest
from .second_factor import LoginChallenge, RecoveryCode, TotpDevice
from .session import LoginSession, RefreshToken
from .signing_key import SigningKey
from .user import User

__all__ = [
    "Address",
    "AttemptKind",
    "Consent",
    "DataExport",
    "DeletionRequest",
    "Department",
    "LinkToken",
    "LoginAttempt",
    "LoginChallenge",
    "LoginSession",
    "Municipality",
    "Notification",
    "NotificationPreference",
    "OneTimeCode",
    "PrivacyRequest",
    "RecoveryCode",
    "RefreshToken",
    "SendRequest",
    "SignInNonce",
    "SigningKey",
    "SocialIdentity",
    "TotpDevice",
    "User",
]
