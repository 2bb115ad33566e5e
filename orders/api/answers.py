"""Orders as JSON; ``outputs.py`` documents the same fields."""

from typing import Any

from ..models import Order, OrderLine, Shipment, VendorOrder
from ..services.cart import ChangedItem
from ..states import ADDRESS_IS_NEEDED

_MONEY = ("subtotal", "iva", "shipping", "discount", "total")


def order_answer(order: Order) -> dict[str, Any]:
    """Return an order with its ``parts``, as its buyer sees it."""
    return {
        "id": order.pk,
        "order_number": order.number,
        "status": order.status,
        "currency": order.currency,
        **_money(order),
        "email": order.email,
        "shipping_address": order.shipping_address,
        "created_at": order.created_at,
        "reserved_until": order.reserved_until,
        "paid_at": order.paid_at,
        "vendor_orders": [_part_answer(part) for part in order.parts],
    }


def _part_answer(part: VendorOrder) -> dict[str, Any]:
    return {
        "id": part.pk,
        "number": part.number,
        "vendor": {"id": part.vendor_id, "name": part.vendor_name, "slug": part.vendor_slug},
        "status": part.status,
        **_money(part),
        "delivered_at": part.delivered_at,
        "shipments": [_shipment(parcel) for parcel in part.own_shipments],
        "lines": [_line(line) for line in part.own_lines],
    }


def order_state(order: Order) -> dict[str, Any]:
    """Return where an order and its ``parts`` are now."""
    return {
        "id": order.pk,
        "order_number": order.number,
        "status": order.status,
        "vendor_orders": [part_state(part) for part in order.parts],
    }


def part_state(part: VendorOrder) -> dict[str, Any]:
    """Return where a vendor order is now."""
    return {"id": part.pk, "number": part.number, "status": part.status}


def vendor_order_answer(part: VendorOrder) -> dict[str, Any]:
    """Return a vendor order as its vendor sees it: the address only while it is of use."""
    shows_address = part.status in ADDRESS_IS_NEEDED
    return {
        "id": part.pk,
        "number": part.number,
        "status": part.status,
        **_money(part),
        "created_at": part.created_at,
        "paid_at": part.order.paid_at,
        "delivered_at": part.delivered_at,
        "ship_to": part.order.shipping_address if shows_address else None,
        "shipments": [_shipment(parcel) for parcel in part.own_shipments],
        "lines": [_line(line) for line in part.own_lines],
    }


def changed_item_answer(changed: ChangedItem) -> dict[str, Any]:
    """Return a cart's item after a change; the token only when a guest's cart was made."""
    offer = changed.offer
    answer = {
        "id": changed.id,
        "variant_id": offer.variant_id,
        "product_id": offer.product_id,
        "name": offer.name,
        "sku": offer.sku,
        "quantity": changed.quantity,
        "unit_price": offer.price,
        "line_total": offer.price * changed.quantity,
        "available": offer.available,
    }
    return {**answer, "cart_token": changed.token} if changed.token else answer


def _money(amounts: Order | VendorOrder) -> dict[str, Any]:
    return {name: getattr(amounts, name) for name in _MONEY}


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "name": line.name,
        "sku": line.sku,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "gross": line.gross,
        "discount": line.discount,
        "iva_class": line.iva_class,
        "iva_rate": line.iva_rate,
        "base": line.base,
        "iva": line.iva,
    }


def _shipment(parcel: Shipment) -> dict[str, Any]:
    return {
        "courier": parcel.courier,
        "tracking_number": parcel.tracking_number,
        "shipped_at": parcel.shipped_at,
        "delivered_at": parcel.delivered_at,
    }
