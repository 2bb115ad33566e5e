"""What happens to people."""

from dataclasses import dataclass
from typing import ClassVar

from marketplace.shared.events import Event


@dataclass(frozen=True, kw_only=True)
class UserRegistered(Event):
    """Somebody opened an account."""

    name: ClassVar[str] = "accounts.user_registered"
    user_id: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody has a new password; ``change_id`` tells one change from the next."""

    name: ClassVar[str] = "accounts.password_changed"
    user_id: str
    change_id: str


@dataclass(frozen=True, kw_only=True)
class DataExportAsked(Event):
    """Somebody wants a copy of their data."""

    name: ClassVar[str] = "accounts.data_export_asked"
    export_id: str


@dataclass(frozen=True, kw_only=True)
class DataExportReady(Event):
    """The copy can be fetched."""

    name: ClassVar[str] = "accounts.data_export_ready"
    export_id: str


@dataclass(frozen=True, kw_only=True)
class ErasureStep(Event):
    """A wish to be erased was told, withdrawn or held up: ``asked``, ``withdrawn``, ``blocked``."""

    name: ClassVar[str] = "accounts.erasure_step"
    request_id: str
    step: str


@dataclass(frozen=True, kw_only=True)
class UserErased(Event):
    """A person's identity is gone from the accounts; the apps above take it out of their rows."""

    name: ClassVar[str] = "accounts.user_erased"
    user_id: str


@dataclass(frozen=True, kw_only=True)
class PrivacyRequestStep(Event):
    """A privacy request was received, extended or answered."""

    name: ClassVar[str] = "accounts.privacy_request_step"
    request_id: str
    step: str
