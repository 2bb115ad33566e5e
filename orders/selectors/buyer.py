"""Orders as their buyer sees them; somebody else's order is not found."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Sum

from ..errors import OrderNotFound
from ..models import Order, OrderLine, Shipment, StatusChange, VendorOrder
from ..states import OrderStatus, Role, reason_text

if TYPE_CHECKING:
    from accounts.models import User

_ORDERINGS = {
    "-created_at": ("-created_at", "-pk"),
    "created_at": ("created_at", "pk"),
    "-total": ("-total", "-pk"),
    "total": ("total", "pk"),
}
ORDERINGS = list(_ORDERINGS)


def orders_of_buyer(
    *, buyer: "User", status: str = "", ordering: str = "-created_at"
) -> QuerySet[Order, dict[str, Any]]:
    """Return rows for the list of a person's own orders: one statement a page.

    Args:
        ordering: one of ``ORDERINGS``.
    """
    units = (
        OrderLine.objects.filter(order=OuterRef("pk"))
        .values("order")
        .annotate(units=Sum("quantity"))
        .values("units")
    )
    orders = Order.objects.of_buyer(buyer)
    if status:
        orders = orders.filter(status=status)
    return orders.order_by(*_ORDERINGS[ordering]).values(
        "id",
        "status",
        "subtotal",
        "iva",
        "shipping",
        "discount",
        "total",
        "currency",
        "reserved_until",
        "paid_at",
        "created_at",
        order_number=F("number"),
        unit_count=Subquery(units, output_field=IntegerField()),
    )


def order_of_buyer(*, buyer: "User", order_id: UUID) -> Order:
    """Return an own order with ``parts``, their ``own_lines`` and ``own_shipments``: 4 statements.

    Raises:
        OrderNotFound: there is none, or it is another buyer's.
    """
    order = with_parts(Order.objects.of_buyer(buyer)).filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound("El pedido no existe.")
    return order


def with_parts(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Let each order come with ``parts`` and all that hangs on them: three more statements."""
    parts = parts_with_lines().annotate(
        vendor_name=F("vendor__name"), vendor_slug=F("vendor__slug")
    )
    return orders.prefetch_related(Prefetch("vendor_orders", queryset=parts, to_attr="parts"))


def parts_with_lines() -> QuerySet[VendorOrder]:
    """Return vendor orders by number, with their lines and parcels at hand."""
    return VendorOrder.objects.prefetch_related(
        Prefetch("lines", queryset=OrderLine.objects.order_by("position"), to_attr="own_lines"),
        Prefetch("shipments", queryset=Shipment.objects.order_by("pk"), to_attr="own_shipments"),
    ).order_by("number")


def timeline_of_buyer(*, buyer: "User", order_id: UUID) -> list[dict[str, Any]]:
    """Return what happened to an own order and its vendor orders, the oldest first.

    Two statements. Who did it is told by role, never by person.

    Raises:
        OrderNotFound: there is none, or it is another buyer's.
    """
    if not Order.objects.of_buyer(buyer).filter(pk=order_id).exists():
        raise OrderNotFound("El pedido no existe.")
    changes = StatusChange.objects.filter(order_id=order_id).order_by("pk")
    return [
        {
            "at": at,
            "vendor_order_id": part_id,
            "vendor_order_number": part_number,
            "from_status": before or None,
            "to_status": after,
            "label": OrderStatus(after).label,
            "by": role,
            "by_label": Role(role).label,
            "reason": reason_text(reason),
        }
        for at, part_id, part_number, before, after, role, reason in changes.values_list(
            "at",
            "vendor_order_id",
            "vendor_order__number",
            "from_status",
            "to_status",
            "role",
            "reason",
        )
    ]
