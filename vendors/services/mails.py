"""Mails to shops about themselves."""

from uuid import UUID

from marketplace.shared.services.mail import Mail, send

from ..models import BankAccount, VendorStatusChange
from ..states import VendorStatus
from .bank_accounts import masked

EXPLANATIONS = {
    VendorStatus.PENDING: "Revisaremos los datos y le avisaremos.",
    VendorStatus.APPROVED: "Sus productos activos ya se pueden comprar.",
    VendorStatus.REJECTED: "Puede corregir los datos y escribirnos para que la revisemos de nuevo.",
    VendorStatus.SUSPENDED: "Mientras tanto, sus productos no se pueden comprar.",
    VendorStatus.CLOSED: "Sus productos ya no se pueden comprar.",
}


def send_status_changed(*, change_id: int) -> bool:
    """Tell the shop of one step of its life; twice is once. Says whether a mail went out now.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    change = VendorStatusChange.objects.select_related("vendor").get(pk=change_id)
    status = VendorStatus(change.to_status)
    return send(
        Mail(
            kind="vendors.status_changed",
            about=str(change.pk),
            recipient=change.vendor.email,
            subject=f"Su tienda en Plaza: {status.label}",
            template="vendor_status",
            context={
                "vendor": change.vendor,
                "status": status.label,
                "reason": change.reason,
                "explanation": EXPLANATIONS[status],
            },
        )
    )


def send_bank_account_changed(*, bank_account_id: UUID) -> bool:
    """Warn the shop that its payouts go elsewhere; the account's number is not told whole.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    account = BankAccount.objects.select_related("vendor").get(pk=bank_account_id)
    return send(
        Mail(
            kind="vendors.bank_account_changed",
            about=str(account.pk),
            recipient=account.vendor.email,
            subject="Cambió la cuenta bancaria de su tienda",
            template="bank_account_changed",
            context={
                "vendor": account.vendor,
                "account": f"{account.bank} {masked(account.number)}",
            },
        )
    )
