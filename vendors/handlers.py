"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from accounts.events import UserErased
from marketplace.shared.events import subscribe

from .events import BankAccountChanged, MemberInvited, TeamChanged, VendorStatusChanged
from .services import mails, team_mails
from .services.erasure import erase_member


@subscribe(VendorStatusChanged, queue="mails")
def tell_the_shop(payload: dict[str, Any]) -> None:
    """Mail the step and its reason."""
    mails.send_status_changed(change_id=payload["change_id"])


@subscribe(BankAccountChanged, queue="mails")
def warn_the_shop(payload: dict[str, Any]) -> None:
    """Mail the change, in case it was somebody else."""
    mails.send_bank_account_changed(bank_account_id=UUID(payload["bank_account_id"]))


@subscribe(MemberInvited)
def mail_the_link(payload: dict[str, Any]) -> None:
    """Send the invitation."""
    team_mails.send_invitation(invitation_id=UUID(payload["invitation_id"]))


@subscribe(TeamChanged)
def tell_who_is_concerned(payload: dict[str, Any]) -> None:
    """Mail the shop about who joined, and a member about what changed for them."""
    team_mails.send_team_changed(
        vendor_id=UUID(payload["vendor_id"]),
        user_id=UUID(payload["user_id"]),
        change=payload["change"],
        role=payload["role"],
        change_id=payload["change_id"],
    )


@subscribe(UserErased)
def erase_member_of_shop(payload: dict[str, Any]) -> None:
    """End the membership."""
    erase_member(user_id=UUID(payload["user_id"]))
