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
class IdentityLinked(Event):
    """Whoever had an account may sign in with another provider from now on.

    ``is_reclaimed``: nobody had proven the mailbox, so the old password was taken away.
    """

    name: ClassVar[str] = "accounts.identity_linked"
    user_id: str
    identity_id: str
    is_reclaimed: bool


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
