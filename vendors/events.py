"""What happens to shops."""

from dataclasses import dataclass
from typing import ClassVar

from marketplace.shared.events import Event

# What happens to a member of a shop.
JOINED, MOVED, LEFT = "joined", "moved", "left"


@dataclass(frozen=True, kw_only=True)
class VendorStatusChanged(Event):
    """A shop was opened, approved, rejected, suspended, reactivated or closed."""

    name: ClassVar[str] = "vendors.vendor_status_changed"
    vendor_id: str
    status: str
    change_id: int


@dataclass(frozen=True, kw_only=True)
class BankAccountChanged(Event):
    """Payouts of a shop go to another account from now on."""

    name: ClassVar[str] = "vendors.bank_account_changed"
    vendor_id: str
    bank_account_id: str


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Event):
    """An owner asked somebody to work for the shop."""

    name: ClassVar[str] = "vendors.member_invited"
    invitation_id: str


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event):
    """Somebody joined a shop, has another function there, or left; ``role`` is the last one."""

    name: ClassVar[str] = "vendors.team_changed"
    vendor_id: str
    user_id: str
    change: str
    role: str
    change_id: str
