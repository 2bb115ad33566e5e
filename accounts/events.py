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
