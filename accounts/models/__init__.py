"""People and what proves who they are."""

from .address import Address
from .consent import Consent
from .place import Department, Municipality
from .session import LoginSession, RefreshToken
from .user import OneTimeCode, User

__all__ = [
    "Address",
    "Consent",
    "Department",
    "LoginSession",
    "Municipality",
    "OneTimeCode",
    "RefreshToken",
    "User",
]
