"""The books as a whole, for staff and operators."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from ..models import LedgerEntry, LedgerPosting


@dataclass(frozen=True, kw_only=True)
class AccountTotal:
    """All accounts of one kind: debits positive, pesos."""

    kind: str
    entries: int
    balance: Decimal


def totals_by_kind() -> list[AccountTotal]:
    """Return the balance of each kind of account: 1 query."""
    rows = (
        LedgerEntry.objects.values("account__kind")
        .annotate(entries=Count("pk"), balance=Sum("amount"))
        .order_by("account__kind")
    )
    return [
        AccountTotal(kind=row["account__kind"], entries=row["entries"], balance=row["balance"])
        for row in rows
    ]


def unbalanced_postings(*, limit: int = 100) -> list[tuple[int, Decimal]]:
    """Return postings whose entries do not sum to zero, which the database should not allow."""
    rows = LedgerPosting.objects.annotate(balance=Sum("entries__amount")).exclude(balance=0)
    return list(rows.order_by("pk").values_list("pk", "balance")[:limit])
