"""What a shop sees of its money in the portal, and the figures of its first page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from catalog.selectors.portal import CatalogueFigures, catalogue_figures, low_stock
from marketplace.shared.money import ZERO
from orders.selectors.portal import Figure, SalesFigures, sales_figures
from orders.selectors.vendor import vendor_orders_of
from vendors.member_rules import Area

from ..models import Commission, LedgerAccount, LedgerEntry

LATEST_SALES = 6
LOW_STOCK_ROWS = 6

Kind = LedgerAccount.Kind


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What the marketplace owes a shop, whole pesos: held until delivery, and free to pay out."""

    held: Decimal
    available: Decimal


@dataclass(frozen=True, kw_only=True)
class CommissionTotals:
    """Sums over all commissions of a shop, whole pesos; reversals are not taken off."""

    count: int
    base: Decimal
    amount: Decimal
    iva: Decimal
    vendor_net: Decimal

    @property
    def kept(self) -> Decimal:
        """What the marketplace keeps: commission and its IVA."""
        return self.amount + self.iva


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """The first page; a part that the member may not see is empty."""

    sales: SalesFigures | None
    latest_sales: Sequence[Any]
    catalogue: CatalogueFigures | None
    low_stock: Sequence[Any]
    balance: Balance | None


def balance_of_vendor(*, vendor_id: UUID) -> Balance:
    """Return the shop's balance from the books: one statement."""
    rows = (
        LedgerEntry.objects.filter(
            account__vendor_id=vendor_id,
            account__kind__in=[Kind.VENDOR_HELD, Kind.VENDOR_AVAILABLE],
        )
        .values_list("account__kind")
        .annotate(credit=-Sum("amount"))
    )
    credits = dict(rows)
    return Balance(
        held=credits.get(Kind.VENDOR_HELD, ZERO),
        available=credits.get(Kind.VENDOR_AVAILABLE, ZERO),
    )


def commissions_of_vendor(*, vendor_id: UUID) -> QuerySet[Commission]:
    """Return the shop's commissions with their vendor orders, newest first: one statement."""
    return (
        Commission.objects.filter(vendor_id=vendor_id)
        .select_related("vendor_order")
        .order_by("-created_at", "-pk")
    )


def commission_totals(*, vendor_id: UUID) -> CommissionTotals:
    """Add up all commissions of the shop: one statement."""
    sums = Commission.objects.filter(vendor_id=vendor_id).aggregate(
        count=Count("pk"),
        base=Sum("base", default=ZERO),
        amount=Sum("amount", default=ZERO),
        iva=Sum("iva", default=ZERO),
        vendor_net=Sum("vendor_net", default=ZERO),
    )
    return CommissionTotals(**sums)


def commission_of_sale(vendor_order_id: UUID) -> Iterable[Figure]:
    """Return what the marketplace keeps of a sale and what is left, if it was paid."""
    commission = Commission.objects.filter(vendor_order_id=vendor_order_id).first()
    if commission is None:
        return []
    percent = f"{commission.rate * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return [
        Figure(label=f"Comisión ({percent} %)", amount=-commission.amount),
        Figure(label="IVA de la comisión", amount=-commission.iva),
        Figure(label="Para la tienda", amount=commission.vendor_net),
    ]


def dashboard(*, vendor_id: UUID, areas: frozenset[Area]) -> Dashboard:
    """Return the figures of the areas that the member may see: at most seven statements."""
    sees_sales = Area.SALES in areas
    sees_products = Area.PRODUCTS in areas
    latest = vendor_orders_of(vendor_id=vendor_id)[:LATEST_SALES] if sees_sales else []
    return Dashboard(
        sales=sales_figures(vendor_id=vendor_id) if sees_sales else None,
        latest_sales=list(latest),
        catalogue=catalogue_figures(vendor_id=vendor_id) if sees_products else None,
        low_stock=low_stock(vendor_id=vendor_id, limit=LOW_STOCK_ROWS) if sees_products else [],
        balance=balance_of_vendor(vendor_id=vendor_id) if Area.MONEY in areas else None,
    )
