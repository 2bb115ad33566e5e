"""What shops are told about themselves: in their people's inboxes and by mail."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from accounts.notification_kinds import NotificationKind
from accounts.services.notifications import notify_all
from marketplace.shared.services.mail import Mail, send

from ..models import BankAccount, Member, Vendor, VendorStatusChange
from ..selectors.members import member_ids
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
    return _tell(
        change.vendor,
        kind="status_changed",
        about=str(change.pk),
        subject=f"Su tienda en Plaza: {status.label}",
        body=f"{change.vendor.name} está ahora: {status.label}. {EXPLANATIONS[status]}",
        template="vendor_status",
        to={Member.Role.OWNER},
        status=status.label,
        reason=change.reason,
        explanation=EXPLANATIONS[status],
    )


def send_bank_account_changed(*, bank_account_id: UUID) -> bool:
    """Warn the shop that its payouts go elsewhere; the account's number is not told whole.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    account = BankAccount.objects.select_related("vendor").get(pk=bank_account_id)
    told = f"{account.bank} {masked(account.number)}"
    return _tell(
        account.vendor,
        kind="bank_account_changed",
        about=str(account.pk),
        subject="Cambió la cuenta bancaria de su tienda",
        body=f"Los pagos de {account.vendor.name} irán desde ahora a la cuenta {told}.",
        template="bank_account_changed",
        to={Member.Role.OWNER, Member.Role.FINANCE},
        account=told,
    )


def _tell(
    vendor: Vendor,
    *,
    kind: str,
    about: str,
    subject: str,
    body: str,
    template: str,
    to: Collection[str],
    **context: Any,
) -> bool:
    """Write the news into the inboxes of these roles, then mail it to the shop's address."""
    notify_all(
        user_ids=member_ids(vendor_id=vendor.pk, roles=to),
        kind=NotificationKind.SHOP_STATUS,
        about=f"{kind}:{about}",
        title=subject,
        body=body,
        link="/portal/",
    )
    return send(
        Mail(
            kind=f"vendors.{kind}",
            about=about,
            recipient=vendor.email,
            subject=subject,
            template=template,
            context={"vendor": vendor, **context},
        )
    )
