"""What the orders know about a person, for that person's own copy. Keys are for people."""

from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from ..models import CartItem, Order, OrderLine, Return, VendorOrder
from ..states import OrderStatus, reason_text

_GOODS_UNDER_WAY = [
    OrderStatus.PENDING,
    OrderStatus.CONFIRMED,
    OrderStatus.PROCESSING,
    OrderStatus.SHIPPED,
]
_RETURN_UNDER_WAY = [
    Return.Status.REQUESTED,
    Return.Status.ACCEPTED,
    Return.Status.SHIPPED,
    Return.Status.RECEIVED,
]


def own_orders(user_id: UUID) -> list[dict[str, Any]]:
    """Return a person's orders with lines, addresses and history: 5 queries."""
    lines = OrderLine.objects.order_by("position")
    parts = VendorOrder.objects.annotate(vendor_name=F("vendor__name")).order_by("number")
    orders = (
        Order.objects.filter(buyer_id=user_id)
        .prefetch_related(
            Prefetch("vendor_orders", queryset=parts.prefetch_related("shipments")),
            Prefetch("vendor_orders__lines", queryset=lines),
            "history",
        )
        .order_by("-created_at", "-pk")
    )
    return [_order(order) for order in orders]


def own_cart(user_id: UUID) -> list[dict[str, Any]]:
    """Return what lies in a person's cart: 1 query."""
    items = CartItem.objects.filter(cart__user_id=user_id).order_by("pk")
    return [
        {"producto": name, "sku": sku, "unidades": units, "precio_visto": price, "agregado": at}
        for name, sku, units, price, at in items.values_list(
            "variant__product__name", "variant__sku", "quantity", "seen_price", "created_at"
        )
    ]


def goods_under_way(*, buyer_id: UUID) -> QuerySet[VendorOrder]:
    """Return the vendor orders of a buyer that are not at their end, returns included."""
    parts = VendorOrder.objects.filter(order__buyer_id=buyer_id)
    return parts.filter(status__in=_GOODS_UNDER_WAY) | parts.filter(
        returns__status__in=_RETURN_UNDER_WAY
    )


def _order(order: Order) -> dict[str, Any]:
    return {
        "numero": order.number,
        "estado": order.get_status_display(),
        "hecho": order.created_at,
        "pagado": order.paid_at,
        "correo": order.email,
        "direccion_de_entrega": order.shipping_address,
        **_amounts(order),
        "tiendas": [_part(part) for part in order.vendor_orders.all()],
        "historia": [
            {
                "momento": change.at,
                "estado": change.get_to_status_display(),
                "quien": change.get_role_display(),
                "motivo": reason_text(change.reason),
            }
            for change in order.history.all()
        ],
    }


def _part(part: VendorOrder) -> dict[str, Any]:
    return {
        "numero": part.number,
        "tienda": part.vendor_name,
        "estado": part.get_status_display(),
        **_amounts(part),
        "envios": [
            {"transportadora": parcel.courier, "guia": parcel.tracking_number}
            for parcel in part.shipments.all()
        ],
        "renglones": [
            {
                "producto": line.name,
                "sku": line.sku,
                "unidades": line.quantity,
                "precio": line.unit_price,
                "valor_con_iva": line.gross,
                "iva": line.iva,
            }
            for line in part.lines.all()
        ],
    }


def _amounts(row: Order | VendorOrder) -> dict[str, Any]:
    return {
        "subtotal": row.subtotal,
        "iva": row.iva,
        "envio": row.shipping,
        "descuento": row.discount,
        "total": row.total,
    }
