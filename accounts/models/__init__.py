"""People and what proves who they are."""

from .address import Address
from .consent import Consent
from .privacy import DataExport, DeletionRequest, PrivacyRequest
from .session import LoginSession, RefreshToken
from .user import OneTimeCode, User

__all__ = [
    "Address",
    "Consent",
    "DataExport",
    "DeletionRequest",
    "LoginSession",
    "OneTimeCode",
    "PrivacyRequest",
    "RefreshToken",
    "User",
]
