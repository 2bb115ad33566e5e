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
class CodeAsked(Event):
    """Somebody waits for six digits, which are made when they are sent."""

    name: ClassVar[str] = "accounts.code_asked"
    code_id: str


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
class LinkAsked(Event):
    """Somebody waits for a link, which is made when it is sent."""

    name: ClassVar[str] = "accounts.link_asked"
    link_id: str


@dataclass(frozen=True, kw_only=True)
class ResetAsked(Event):
    """Somebody named an e-mail address whose password they forgot; nobody knows whose yet."""

    name: ClassVar[str] = "accounts.reset_asked"
    request_id: str


@dataclass(frozen=True, kw_only=True)
class EmailChangeAsked(Event):
    """Somebody wants another e-mail address, which may or may not be free."""

    name: ClassVar[str] = "accounts.email_change_asked"
    request_id: str


@dataclass(frozen=True, kw_only=True)
class EmailChanged(Event):
    """Somebody has another e-mail address; the link knows the old one."""

    name: ClassVar[str] = "accounts.email_changed"
    link_id: str


@dataclass(frozen=True, kw_only=True)
class PhoneChanged(Event):
    """Somebody has another telephone; the code knows the old one."""

    name: ClassVar[str] = "accounts.phone_changed"
    code_id: str


@dataclass(frozen=True, kw_only=True)
class DeviceAppeared(Event):
    """Somebody signed in where they had not before; never told of the very first login."""

    name: ClassVar[str] = "accounts.device_appeared"
    user_id: str
    session_id: str


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
