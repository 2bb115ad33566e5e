"""How an order's money falls to its vendors, for commissions and refunds."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch

from ..models import OrderLine, VendorOrder
from ..states import OrderStatus


@dataclass(frozen=True, kw_only=True)
class LinePart:
    """One line, whole pesos: ``gross`` is with IVA and before the discount."""

    line_id: UUID
    gross: Decimal
    discount: Decimal


@dataclass(frozen=True, kw_only=True)
class VendorPart:
    """One vendor order, whole pesos; ``commission_rate`` is the fraction frozen at the sale."""

    vendor_order_id: UUID
    vendor_id: UUID
    status: OrderStatus
    total: Decimal
    shipping: Decimal
    discount: Decimal
    commission_rate: Decimal
    lines: list[LinePart]


def vendor_parts(*, order_id: UUID) -> list[VendorPart]:
    """Return the order's parts by vendor order id, empty for an unknown order: two statements.

    It locks nothing; whoever splits money holds the order's lock already.
    """
    lines = OrderLine.objects.only("id", "gross", "discount", "vendor_order_id").order_by(
        "position"
    )
    parts = (
        VendorOrder.objects.filter(order_id=order_id)
        .prefetch_related(Prefetch("lines", queryset=lines, to_attr="own_lines"))
        .order_by("pk")
    )
    return [
        VendorPart(
            vendor_order_id=part.pk,
            vendor_id=part.vendor_id,
            status=OrderStatus(part.status),
            total=part.total,
            shipping=part.shipping,
            discount=part.discount,
            commission_rate=part.commission_rate,
            lines=[
                LinePart(line_id=line.pk, gross=line.gross, discount=line.discount)
                for line in part.own_lines
            ],
        )
        for part in parts
    ]
