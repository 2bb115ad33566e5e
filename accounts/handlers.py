"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe

from .events import (
    DataExportAsked,
    DataExportReady,
    ErasureStep,
    PasswordChanged,
    PrivacyRequestStep,
    UserErased,
    UserRegistered,
)
from .services import data_exports, mails, privacy_mails


@subscribe(UserRegistered)
def welcome_by_mail(payload: dict[str, Any]) -> None:
    """Greet the new person."""
    mails.send_welcome(user_id=UUID(payload["user_id"]))


@subscribe(PasswordChanged)
def warn_by_mail(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    mails.send_password_changed(user_id=UUID(payload["user_id"]), change_id=payload["change_id"])


@subscribe(DataExportAsked)
def make_data_export(payload: dict[str, Any]) -> None:
    """Write the zip of a person's data."""
    data_exports.make_export(export_id=UUID(payload["export_id"]))


@subscribe(DataExportReady, queue="mails")
def mail_data_export_ready(payload: dict[str, Any]) -> None:
    privacy_mails.send_export_ready(export_id=UUID(payload["export_id"]))


@subscribe(ErasureStep, queue="mails")
def mail_erasure_step(payload: dict[str, Any]) -> None:
    privacy_mails.send_erasure_step(request_id=UUID(payload["request_id"]), step=payload["step"])


@subscribe(UserErased, queue="mails")
def mail_farewell(payload: dict[str, Any]) -> None:
    privacy_mails.send_farewell(user_id=UUID(payload["user_id"]))


@subscribe(PrivacyRequestStep, queue="mails")
def mail_privacy_request_step(payload: dict[str, Any]) -> None:
    privacy_mails.send_privacy_request_step(
        request_id=UUID(payload["request_id"]), step=payload["step"]
    )
