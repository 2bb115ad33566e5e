"""What happens to shops."""

from dataclasses import dataclass
from typing import ClassVar

from marketplace.shared.events import Event


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
