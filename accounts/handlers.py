"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe

from .events import PasswordChanged, TakenEmailRegistered, UserRegistered
from .services import mails, registration_mails


@subscribe(UserRegistered)
def welcome_by_mail(payload: dict[str, Any]) -> None:
    """Greet the new person."""
    mails.send_welcome(user_id=UUID(payload["user_id"]))


@subscribe(PasswordChanged)
def warn_by_mail(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    mails.send_password_changed(user_id=UUID(payload["user_id"]), change_id=payload["change_id"])


@subscribe(TakenEmailRegistered)
def tell_of_the_account_by_mail(payload: dict[str, Any]) -> None:
    """Tell the owner of an address that it has an account already."""
    registration_mails.send_account_exists(user_id=UUID(payload["user_id"]), day=payload["day"])
