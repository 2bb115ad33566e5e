"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe

from .events import (
    DeviceAppeared,
    PasswordChanged,
    RecoveryCodeUsed,
    SecondFactorChanged,
    TakenEmailRegistered,
    UserRegistered,
)
from .services import mails, registration_mails, second_factor_mails


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


@subscribe(SecondFactorChanged)
def tell_of_second_factor(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    second_factor_mails.send_second_factor_changed(
        user_id=UUID(payload["user_id"]), change_id=payload["change_id"], is_on=payload["is_on"]
    )


@subscribe(RecoveryCodeUsed)
def tell_of_recovery_code(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    second_factor_mails.send_recovery_code_used(
        user_id=UUID(payload["user_id"]), code_id=payload["code_id"]
    )


@subscribe(DeviceAppeared)
def tell_of_device(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    second_factor_mails.send_device_appeared(
        user_id=UUID(payload["user_id"]), session_id=UUID(payload["session_id"])
    )
