"""What payments needs to know of an order before it asks for money."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from marketplace.shared.clock import DbNow

from ..errors import OrderNotFound
from ..models import Order
from ..states import OrderStatus


@dataclass(frozen=True, kw_only=True)
class PayableOrder:
    """An own order as its buyer pays it; money in whole pesos, the IVA is contained in the total.

    Attributes:
        is_expired: by the database's clock, the reservation has run out.
    """

    id: UUID
    number: str
    status: OrderStatus
    total: Decimal
    iva: Decimal
    currency: str
    email: str
    full_name: str
    phone: str
    reserved_until: datetime
    is_expired: bool


def payable_order(*, order_id: UUID, buyer_id: UUID) -> PayableOrder:
    """Return the buyer's own order, whatever its status: one statement.

    Raises:
        OrderNotFound: there is none, or it is another buyer's.
    """
    run_out = ExpressionWrapper(
        Q(reserved_until__lte=DbNow()) & Q(status=OrderStatus.PENDING),
        output_field=BooleanField(),
    )
    found = (
        Order.objects.filter(pk=order_id, buyer_id=buyer_id)
        .annotate(is_expired=run_out)
        .values(
            "id",
            "number",
            "status",
            "total",
            "iva",
            "currency",
            "email",
            "reserved_until",
            "is_expired",
            full_name=F("shipping_address__full_name"),
            phone=F("shipping_address__phone"),
        )
        .first()
    )
    if found is None:
        raise OrderNotFound("El pedido no existe.")
    columns: dict[str, Any] = {**found, "status": OrderStatus(found["status"])}
    return PayableOrder(**columns)
