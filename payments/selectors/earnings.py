"""What a vendor earns: commissions, balance and the entries of the vendor's own accounts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from marketplace.shared.money import ZERO

from ..models import Commission, LedgerAccount, LedgerEntry, LedgerPosting

Kind = LedgerAccount.Kind


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Pesos that we owe the vendor: ``held`` until the sale is safe, ``available`` to be paid."""

    held: Decimal
    available: Decimal


@dataclass(frozen=True, kw_only=True)
class CommissionSummary:
    """Sums over a vendor's commissions, in pesos; reversed sales are counted apart."""

    sales: int
    base: Decimal
    amount: Decimal
    iva: Decimal
    vendor_net: Decimal
    reversed_sales: int
    reversed_base: Decimal


def commissions_of_vendor(*, vendor_id: UUID) -> QuerySet[Commission, Any]:
    """Return the vendor's commissions, newest first, as rows: 1 query."""
    return (
        Commission.objects.filter(vendor_id=vendor_id)
        .order_by("-created_at", "-id")
        .values(
            "id",
            "vendor_order_id",
            "base",
            "rate",
            "amount",
            "iva",
            "vendor_net",
            "created_at",
            order_id=F("charge__order_id"),
            vendor_order_number=F("vendor_order__number"),
        )
    )


def commission_summary(
    *, vendor_id: UUID, since: datetime | None = None, until: datetime | None = None
) -> CommissionSummary:
    """Add the vendor's commissions up: of all time, or from ``since`` to before ``until``.

    Two queries.
    """
    rows = Commission.objects.filter(vendor_id=vendor_id)
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    if until is not None:
        rows = rows.filter(created_at__lt=until)
    sums = rows.aggregate(
        sales=Count("pk"),
        **{name: Coalesce(Sum(name), ZERO) for name in ("amount", "iva", "vendor_net", "base")},
    )
    reversals = LedgerPosting.objects.filter(
        source_type="commission", kind="reversal", source_id=OuterRef("pk")
    )
    undone = rows.filter(Exists(reversals)).aggregate(
        reversed_sales=Count("pk"), reversed_base=Coalesce(Sum("base"), ZERO)
    )
    return CommissionSummary(**sums, **undone)


def balance_of_vendor(*, vendor_id: UUID) -> Balance:
    """Return what the vendor is owed: 1 query. Money returned after a payout makes it negative."""
    sums = LedgerEntry.objects.filter(account__vendor_id=vendor_id).aggregate(
        held=Coalesce(Sum("amount", filter=Q(account__kind=Kind.VENDOR_HELD)), ZERO),
        available=Coalesce(Sum("amount", filter=Q(account__kind=Kind.VENDOR_AVAILABLE)), ZERO),
    )
    return Balance(held=-sums["held"] + ZERO, available=-sums["available"] + ZERO)


def ledger_of_vendor(*, vendor_id: UUID) -> QuerySet[LedgerEntry, Any]:
    """Return the entries on the vendor's accounts, newest first, as rows: 1 query.

    ``credit`` is signed as the vendor sees it: what comes in is positive.
    """
    return (
        LedgerEntry.objects.filter(account__vendor_id=vendor_id)
        .order_by("-id")
        .values(
            "id",
            account_kind=F("account__kind"),
            kind=F("posting__kind"),
            order_id=F("posting__order_id"),
            posted_at=F("posting__posted_at"),
            credit=-F("amount"),
        )
    )
