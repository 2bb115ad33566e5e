"""Vendor orders as their vendor sees them: no other vendor's part, no other vendor's figures."""

from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum

from ..errors import VendorOrderNotFound
from ..models import OrderLine, VendorOrder
from ..states import OrderStatus
from .buyer import parts_with_lines

_ORDERINGS = {"-created_at": ("-created_at", "-pk"), "created_at": ("created_at", "pk")}
ORDERINGS = list(_ORDERINGS)


def vendor_orders_of(
    *, vendor_id: UUID, status: str = "", ordering: str = "-created_at"
) -> QuerySet[VendorOrder, dict[str, Any]]:
    """Return rows for the list of a vendor's orders: one statement a page.

    Args:
        ordering: one of ``ORDERINGS``.
    """
    units = (
        OrderLine.objects.filter(vendor_order=OuterRef("pk"))
        .values("vendor_order")
        .annotate(units=Sum("quantity"))
        .values("units")
    )
    parts = VendorOrder.objects.filter(vendor_id=vendor_id)
    if status:
        parts = parts.filter(status=status)
    return parts.order_by(*_ORDERINGS[ordering]).values(
        "id",
        "number",
        "status",
        "subtotal",
        "iva",
        "shipping",
        "discount",
        "total",
        "delivered_at",
        "created_at",
        paid_at=F("order__paid_at"),
        city=F("order__shipping_address__city"),
        unit_count=Subquery(units, output_field=IntegerField()),
    )


def vendor_order_of(*, vendor_id: UUID, vendor_order_id: UUID) -> VendorOrder:
    """Return one with its order, ``own_lines`` and ``own_shipments``: three statements.

    Raises:
        VendorOrderNotFound: there is none, or it is another vendor's.
    """
    part = (
        parts_with_lines()
        .select_related("order")
        .filter(vendor_id=vendor_id, pk=vendor_order_id)
        .first()
    )
    if part is None:
        raise VendorOrderNotFound("El pedido no existe.")
    return part


def status_counts(*, vendor_id: UUID) -> dict[str, int]:
    """Return how many vendor orders there are in each status, zeros included: one statement."""
    rows = (
        VendorOrder.objects.filter(vendor_id=vendor_id)
        .values_list("status")
        .annotate(count=Count("pk"))
        .order_by("status")
    )
    return dict.fromkeys(OrderStatus.values, 0) | dict(rows)
