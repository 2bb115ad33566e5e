"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe

from .events import PasswordChanged, UserRegistered
from .services import mails


@subscribe(UserRegistered, queue="mails")
def welcome_by_mail(payload: dict[str, Any]) -> None:
    """Greet the new person."""
    mails.send_welcome(user_id=UUID(payload["user_id"]))


@subscribe(PasswordChanged, queue="mails")
def warn_by_mail(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    mails.send_password_changed(user_id=UUID(payload["user_id"]), change_id=payload["change_id"])
