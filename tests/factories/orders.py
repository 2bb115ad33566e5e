"""Orders for tests, made by the services."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from catalog.selectors.sellable import default_variants
from orders.models import Order
from orders.services.placement import place_order
from orders.services.transitions import cancel_order, confirm_paid, deliver, prepare, refund, ship
from orders.states import OrderStatus, Role

from .accounts import make_staff_user, make_user
from .catalog import make_product

ADDRESS = {
    "full_name": "Ana Gómez",
    "phone": "+573001112233",
    "address": "Cra 7 # 1-23, Apto 402",
    "city": "Bogotá",
    "department": "Bogotá D.C.",
    "postal_code": "110111",
    "notes": "Portería",
}
# What an order keeps of it.
KEPT_ADDRESS = ADDRESS | {"city": "Bogotá D.C.", "city_code": "11001", "department_code": "11"}


def variant_ids(*products: Any) -> list[UUID]:
    """Return the first variant of each product, in their order."""
    found = default_variants(product_ids=[product.pk for product in products])
    return [found[product.pk] for product in products]


def make_order(
    *,
    buyer: Any = None,
    products: Mapping[Any, int] | None = None,
    status: str = OrderStatus.PENDING,
    **values: Any,
) -> Order:
    """Return an order, with all its vendor orders brought to ``status`` step by step.

    Args:
        products: units by product; by default one unit of a new product of a new vendor.
    """
    buyer = buyer or make_user()
    products = products if products is not None else {make_product(): 1}
    ids = variant_ids(*products)
    order = place_order(
        buyer_id=buyer.pk,
        email=buyer.email,
        quantities=dict(zip(ids, products.values(), strict=True)),
        shipping_address=values.pop("shipping_address", ADDRESS),
        **values,
    )
    bring_to(order, OrderStatus(status))
    return Order.objects.get(pk=order.pk)


def bring_to(order: Order, status: OrderStatus) -> None:
    """Take a pending order along the graph to ``status``."""
    if status == OrderStatus.CANCELLED:
        cancel_order(
            order_id=order.pk, role=Role.BUYER, actor_id=order.buyer_id, reason="ya no lo quiero"
        )
        return
    steps = [
        OrderStatus.PENDING,
        OrderStatus.CONFIRMED,
        OrderStatus.PROCESSING,
        OrderStatus.SHIPPED,
        OrderStatus.DELIVERED,
        OrderStatus.REFUNDED,
    ]
    for step in steps[1 : steps.index(status) + 1]:
        if step == OrderStatus.CONFIRMED:
            confirm_paid(order_id=order.pk)
            continue
        for part in order.vendor_orders.order_by("pk"):
            _move(part.pk, step)


def _move(part_id: UUID, status: OrderStatus) -> None:
    mover: dict[str, Any] = {"vendor_order_id": part_id, "role": Role.VENDOR, "actor_id": None}
    if status == OrderStatus.PROCESSING:
        prepare(**mover)
    elif status == OrderStatus.SHIPPED:
        ship(**mover, courier="Servientrega", tracking_number="900123")
    elif status == OrderStatus.DELIVERED:
        deliver(**mover)
    else:
        refund(vendor_order_id=part_id, actor_id=make_staff_user().pk, reason="garantía")
