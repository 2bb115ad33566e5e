"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe

from .events import (
    CodeAsked,
    DataExportAsked,
    DataExportReady,
    DeviceAppeared,
    EmailChangeAsked,
    EmailChanged,
    ErasureStep,
    IdentityLinked,
    LinkAsked,
    PasswordChanged,
    PhoneChanged,
    PrivacyRequestStep,
    RecoveryCodeUsed,
    ResetAsked,
    SecondFactorChanged,
    TakenEmailRegistered,
    UserErased,
    UserRegistered,
)
from .services import (
    code_sending,
    data_exports,
    email_change,
    identity_mails,
    mails,
    phone_change,
    privacy_mails,
    recovery,
    registration_mails,
    second_factor_mails,
)


@subscribe(UserRegistered, queue="mails")
def welcome_by_mail(payload: dict[str, Any]) -> None:
    """Greet the new person, and let them confirm their mailbox."""
    code_sending.greet(user_id=UUID(payload["user_id"]))


@subscribe(PasswordChanged, queue="mails")
def warn_by_mail(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    mails.send_password_changed(user_id=UUID(payload["user_id"]), change_id=payload["change_id"])


@subscribe(TakenEmailRegistered)
def tell_of_the_account_by_mail(payload: dict[str, Any]) -> None:
    """Tell the owner of an address that it has an account already."""
    registration_mails.send_account_exists(user_id=UUID(payload["user_id"]), day=payload["day"])


@subscribe(CodeAsked, queue="mails")
def send_code(payload: dict[str, Any]) -> None:
    """Make the digits and send them."""
    code_sending.send_code(code_id=UUID(payload["code_id"]))


@subscribe(LinkAsked, queue="mails")
def send_link(payload: dict[str, Any]) -> None:
    """Make the link and send it."""
    code_sending.send_link(link_id=UUID(payload["link_id"]))


@subscribe(ResetAsked)
def look_up_who_forgot(payload: dict[str, Any]) -> None:
    """Find out whether anybody has the address, and send them a link."""
    recovery.answer_reset_request(request_id=UUID(payload["request_id"]))


@subscribe(EmailChangeAsked, queue="mails")
def warn_present_mailbox(payload: dict[str, Any]) -> None:
    """Tell the person at the mailbox they have now."""
    email_change.warn_present_mailbox(request_id=UUID(payload["request_id"]))


@subscribe(EmailChangeAsked, queue="mails")
def ask_new_mailbox(payload: dict[str, Any]) -> None:
    """Send the link to the new mailbox, or tell whose mailbox it is already."""
    email_change.ask_new_mailbox(request_id=UUID(payload["request_id"]))


@subscribe(EmailChanged, queue="mails")
def tell_old_mailbox(payload: dict[str, Any]) -> None:
    """Tell the mailbox that the account has left, in case it was somebody else."""
    email_change.tell_old_mailbox(link_id=UUID(payload["link_id"]))


@subscribe(PhoneChanged, queue="mails")
def tell_mailbox_of_phone(payload: dict[str, Any]) -> None:
    """Tell the person by mail, in case it was somebody else."""
    phone_change.tell_mailbox(code_id=UUID(payload["code_id"]))


@subscribe(PhoneChanged, queue="mails")
def tell_old_phone(payload: dict[str, Any]) -> None:
    """Tell the telephone that was replaced."""
    phone_change.tell_old_phone(code_id=UUID(payload["code_id"]))


@subscribe(IdentityLinked)
def tell_of_new_way_in(payload: dict[str, Any]) -> None:
    """Tell the person, in case it was somebody else."""
    identity_mails.send_identity_linked(
        user_id=UUID(payload["user_id"]),
        identity_id=payload["identity_id"],
        is_reclaimed=payload["is_reclaimed"],
    )


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
