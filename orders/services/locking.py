"""The locks of an order, always taken in this order: the order, its vendor orders by id (H3).

A caller that also needs the charge attempt or stock rows locks them afterwards.
"""

from uuid import UUID

from ..errors import OrderNotFound, VendorOrderNotFound
from ..models import Order, VendorOrder


def lock_order(*, order_id: UUID) -> Order:
    """Return the order with its row locked until the transaction ends.

    Rows that only refer to the order may still be written by others meanwhile.

    Raises:
        OrderNotFound: there is none.
    """
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound("El pedido no existe.")
    return order


def lock_parts(*, order: Order) -> list[VendorOrder]:
    """Return the vendor orders of a locked order, locked, by id."""
    parts = VendorOrder.objects.select_for_update(no_key=True).filter(order=order)
    return list(parts.order_by("pk"))


def lock_order_of_part(
    *, vendor_order_id: UUID, vendor_id: UUID | None = None, buyer_id: UUID | None = None
) -> Order:
    """Lock the order that a vendor order belongs to.

    Args:
        vendor_id: whose it must be, when a vendor asks.
        buyer_id: whose it must be, when a buyer asks.

    Raises:
        VendorOrderNotFound: there is none, or it is another vendor's or buyer's.
    """
    parts = VendorOrder.objects.filter(pk=vendor_order_id)
    if vendor_id is not None:
        parts = parts.filter(vendor_id=vendor_id)
    if buyer_id is not None:
        parts = parts.filter(order__buyer_id=buyer_id)
    order_id = parts.values_list("order_id", flat=True).first()
    if order_id is None:
        raise VendorOrderNotFound("El pedido no existe.")
    return lock_order(order_id=order_id)
