"""The figures of the portal's first page, and a sale's account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog.selectors.portal import CatalogueFigures, catalogue_figures, low_stock
from orders.selectors.portal import Figure, SalesFigures, sales_figures
from orders.selectors.vendor import vendor_orders_of
from vendors.member_rules import Area

from ..models import Commission
from .earnings import Balance, balance_of_vendor

LATEST_SALES = 6
LOW_STOCK_ROWS = 6


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """The first page; a part that the member may not see is empty."""

    sales: SalesFigures | None
    latest_sales: Sequence[Any]
    catalogue: CatalogueFigures | None
    low_stock: Sequence[Any]
    balance: Balance | None


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
