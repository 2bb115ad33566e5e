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
