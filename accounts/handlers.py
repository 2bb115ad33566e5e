"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe

from .events import IdentityLinked, PasswordChanged, UserRegistered
from .services import identity_mails, mails


@subscribe(UserRegistered)
def welcome_by_mail(payload: dict[str, Any]) -> None:
    """Greet the new person."""
    mails.send_welcome(user_id=UUID(payload["user_id"]))


@subscribe(PasswordChanged)
def warn_by_mail(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    mails.send_password_changed(user_id=UUID(payload["user_id"]), change_id=payload["change_id"])


@subscribe(IdentityLinked)
def tell_of_new_way_in(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    identity_mails.send_identity_linked(
        user_id=UUID(payload["user_id"]),
        identity_id=payload["identity_id"],
        is_reclaimed=payload["is_reclaimed"],
    )
