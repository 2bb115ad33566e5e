"""The only writer of bank accounts. An earlier account stays, no longer current."""

import re
from uuid import UUID

from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import InvalidBankAccount, VendorNotFound
from ..events import BankAccountChanged
from ..models import BankAccount, Vendor

_NUMBER = re.compile(r"[0-9]{5,20}")


@in_transaction
def set_bank_account(
    *,
    vendor_id: UUID,
    bank: str,
    kind: BankAccount.Kind,
    number: str,
    holder_name: str,
    holder_document: str,
    actor_id: UUID | None,
) -> BankAccount:
    """Let payouts go to this account from now on; the same account again changes nothing.

    Args:
        number: 5 to 20 digits; spaces and dashes are dropped.

    Raises:
        VendorNotFound: no such shop.
        InvalidBankAccount: the number has another form.

    Locks the vendor. Payouts look at ``created_at`` to hold back after a change.
    """
    digits = re.sub(r"[ -]", "", number)
    if not _NUMBER.fullmatch(digits):
        raise InvalidBankAccount("El número de cuenta tiene de 5 a 20 dígitos.")
    if not Vendor.objects.select_for_update(no_key=True).filter(pk=vendor_id).first():
        raise VendorNotFound("La tienda no existe.")
    values = {
        "bank": bank.strip(),
        "kind": kind,
        "number": digits,
        "holder_name": holder_name.strip(),
        "holder_document": holder_document.strip(),
    }
    current = BankAccount.objects.filter(vendor_id=vendor_id, is_current=True)
    same = current.filter(**values).first()
    if same is not None:
        return same
    before = current.first()
    current.update(is_current=False)
    account = BankAccount.objects.create(vendor_id=vendor_id, **values)
    audit.record(
        action="vendors.bank_account_changed",
        subject_type="vendor",
        subject_id=vendor_id,
        actor_id=actor_id,
        changes={"number": [masked(before.number) if before else "", masked(digits)]},
    )
    publish(BankAccountChanged(vendor_id=str(vendor_id), bank_account_id=str(account.pk)))
    return account


def masked(number: str) -> str:
    """Return what may be shown of an account's number: its last four digits."""
    return f"••••{number[-4:]}"
