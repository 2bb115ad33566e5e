"""The only writer of the books."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from marketplace.shared.db import in_transaction
from marketplace.shared.money import ZERO, is_whole_pesos

from ..errors import LedgerUnbalanced
from ..models import LedgerAccount, LedgerEntry, LedgerPosting

Kind = LedgerAccount.Kind


@dataclass(frozen=True, kw_only=True)
class Account:
    """Names an account: its kind, and whose it is (a gateway's name, or a vendor's id)."""

    kind: LedgerAccount.Kind
    name: str = ""
    vendor_id: UUID | None = None

    def sort_key(self) -> tuple[str, str, str]:
        """Order in which missing accounts are made, the same for everybody."""
        return (str(self.kind), self.name, str(self.vendor_id or ""))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An amount on an account, in whole pesos: positive is debit, negative is credit."""

    account: Account
    amount: Decimal


def gateway_account(name: str) -> Account:
    """Return what the gateway of this name owes us."""
    return Account(kind=Kind.GATEWAY, name=name)


@in_transaction
def post(
    *,
    source_type: str,
    source_id: UUID,
    kind: str,
    order_id: UUID | None,
    entries: Iterable[Entry],
    memo: str = "",
) -> LedgerPosting | None:
    """Write one business fact into the books, once.

    Args:
        source_type, source_id, kind: name the fact; the same fact again changes nothing.
        entries: entries of the same account are added up, zeros are left out.

    Returns:
        The posting, or ``None`` if the fact was posted before.

    Raises:
        LedgerUnbalanced: the entries do not sum to zero, are all zero, or have centavos;
            nothing is written. The database checks the sum again at the commit.
    """
    amounts = _added_up(entries)
    if not amounts or sum(amounts.values()) != 0 or not all(map(is_whole_pesos, amounts.values())):
        raise LedgerUnbalanced("El asiento no cuadra.", source_type=source_type, kind=kind)
    posting_id = _insert_once(source_type, source_id, kind, order_id, memo)
    if posting_id is None:
        return None
    account_ids = _account_ids(amounts)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(posting_id=posting_id, account_id=account_ids[account], amount=amount)
        for account, amount in sorted(amounts.items(), key=lambda item: account_ids[item[0]])
    )
    return LedgerPosting.objects.get(pk=posting_id)


def _added_up(entries: Iterable[Entry]) -> dict[Account, Decimal]:
    amounts: dict[Account, Decimal] = {}
    for entry in entries:
        amounts[entry.account] = amounts.get(entry.account, ZERO) + entry.amount
    return {account: amount for account, amount in amounts.items() if amount}


def _insert_once(
    source_type: str, source_id: UUID, kind: str, order_id: UUID | None, memo: str
) -> int | None:
    """Insert the posting unless the fact has one; a twin that is still running is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_ledgerposting"
            " (source_type, source_id, kind, order_id, memo, posted_at)"
            " VALUES (%s, %s, %s, %s, %s, plaza_now())"
            " ON CONFLICT (source_type, source_id, kind) DO NOTHING RETURNING id",
            [source_type, source_id, kind, order_id, memo],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _account_ids(accounts: Mapping[Account, Decimal]) -> dict[Account, int]:
    """Return the id of each account, making those that are missing; safe when two make the same."""
    known = _known_ids(accounts)
    missing = sorted(set(accounts) - set(known), key=Account.sort_key)
    if missing:
        LedgerAccount.objects.bulk_create(
            [
                LedgerAccount(kind=account.kind, name=account.name, vendor_id=account.vendor_id)
                for account in missing
            ],
            ignore_conflicts=True,
        )
        known = _known_ids(accounts)
    return known


def _known_ids(accounts: Mapping[Account, Decimal]) -> dict[Account, int]:
    rows = LedgerAccount.objects.filter(kind__in={account.kind for account in accounts})
    vendor_ids = {account.vendor_id for account in accounts if account.vendor_id}
    found = rows.filter(vendor_id__isnull=True) | rows.filter(vendor_id__in=vendor_ids)
    ids = {
        Account(kind=Kind(row.kind), name=row.name, vendor_id=row.vendor_id): row.pk
        for row in found
    }
    return {account: ids[account] for account in accounts if account in ids}
