"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from accounts.events import UserErased
from marketplace.shared.events import subscribe

from .events import BankAccountChanged, VendorStatusChanged
from .services import mails
from .services.erasure import erase_member


@subscribe(VendorStatusChanged)
def tell_the_shop(payload: dict[str, Any]) -> None:
    """Mail the step and its reason."""
    mails.send_status_changed(change_id=payload["change_id"])


@subscribe(BankAccountChanged)
def warn_the_shop(payload: dict[str, Any]) -> None:
    """Mail the change, in case it was somebody else."""
    mails.send_bank_account_changed(bank_account_id=UUID(payload["bank_account_id"]))


@subscribe(UserErased)
def erase_member_of_shop(payload: dict[str, Any]) -> None:
    """End the membership."""
    erase_member(user_id=UUID(payload["user_id"]))
