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
class TakenEmailRegistered(Event):
    """Somebody tried to open a second account for the address of ``user_id`` on ``day``."""

    name: ClassVar[str] = "accounts.taken_email_registered"
    user_id: str
    day: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody has a new password; ``change_id`` tells one change from the next."""

    name: ClassVar[str] = "accounts.password_changed"
    user_id: str
    change_id: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorChanged(Event):
    """Somebody turned the second factor on or off; ``change_id`` tells one change from the next."""

    name: ClassVar[str] = "accounts.second_factor_changed"
    user_id: str
    change_id: str
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Event):
    """Somebody did without their authenticator."""

    name: ClassVar[str] = "accounts.recovery_code_used"
    user_id: str
    code_id: str


@dataclass(frozen=True, kw_only=True)
class DeviceAppeared(Event):
    """Somebody signed in where they had not before; never told of the very first login."""

    name: ClassVar[str] = "accounts.device_appeared"
    user_id: str
    session_id: str
