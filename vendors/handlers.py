"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe

from .events import BankAccountChanged, VendorStatusChanged
from .services import mails


@subscribe(VendorStatusChanged, queue="mails")
def tell_the_shop(payload: dict[str, Any]) -> None:
    """Mail the step and its reason."""
    mails.send_status_changed(change_id=payload["change_id"])


@subscribe(BankAccountChanged, queue="mails")
def warn_the_shop(payload: dict[str, Any]) -> None:
    """Mail the change, in case it was somebody else."""
    mails.send_bank_account_changed(bank_account_id=UUID(payload["bank_account_id"]))
