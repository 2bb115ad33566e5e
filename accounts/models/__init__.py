"""People and what proves who they are."""

from .address import Address
from .consent import Consent
from .notification import Notification, NotificationPreference
from .session import LoginSession, RefreshToken
from .user import OneTimeCode, User

__all__ = [
    "Address",
    "Consent",
    "LoginSession",
    "Notification",
    "NotificationPreference",
    "OneTimeCode",
    "RefreshToken",
    "User",
]
