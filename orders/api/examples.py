"""What the description says about the operations of carts and orders, with examples."""

from typing import Any

from marketplace.shared.api.schema import Operation

_ORDER_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e10"
_PART_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e11"
_PRODUCT_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e04"
_VARIANT_ID = "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e05"
_ADDRESS = {
    "full_name": "Ana Gómez",
    "phone": "+573001112233",
    "address": "Cra 7 # 1-23, Apto 402",
    "city": "Bogotá D.C.",
    "department": "Bogotá D.C.",
    "city_code": "11001",
    "department_code": "11",
    "postal_code": "110111",
    "notes": "Portería",
}
_AMOUNTS = {
    "subtotal": "151092.00",
    "iva": "28708.00",
    "shipping": "15000.00",
    "discount": "0.00",
    "total": "194800.00",
}
_LINE = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e12",
    "product_id": _PRODUCT_ID,
    "variant_id": _VARIANT_ID,
    "name": "Olla de barro 3 litros",
    "sku": "OLLA-3L",
    "quantity": 2,
    "unit_price": "89900.00",
    "gross": "179800.00",
    "discount": "0.00",
    "iva_class": "general",
    "iva_rate": "0.1900",
    "base": "151092.00",
    "iva": "28708.00",
}
_PART = _AMOUNTS | {
    "id": _PART_ID,
    "number": "PZ-2026-000042-1",
    "vendor": {
        "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e02",
        "name": "Barro Vivo",
        "slug": "barro-vivo",
    },
    "status": "pending",
    "delivered_at": None,
    "shipments": [],
    "lines": [_LINE],
}
_HEAD: dict[str, Any] = _AMOUNTS | {
    "id": _ORDER_ID,
    "order_number": "PZ-2026-000042",
    "status": "pending",
    "currency": "COP",
    "created_at": "2026-03-02T09:30:00-05:00",
    "reserved_until": "2026-03-02T09:45:00-05:00",
    "paid_at": None,
}
_ORDER = _HEAD | {
    "email": "ana@example.com",
    "shipping_address": _ADDRESS,
    "vendor_orders": [_PART],
}

OPERATIONS = {
    "cart_items_create": Operation(
        summary="Agregar al carrito",
        requests={
            "Un producto": {"product_id": _PRODUCT_ID, "quantity": 2},
            "Una variante": {"variant_id": _VARIANT_ID, "quantity": 1},
        },
        answer={
            "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e13",
            "variant_id": _VARIANT_ID,
            "product_id": _PRODUCT_ID,
            "name": "Olla de barro 3 litros",
            "sku": "OLLA-3L",
            "quantity": 2,
            "unit_price": "89900.00",
            "line_total": "179800.00",
            "available": 12,
        },
    ),
    "orders_create": Operation(
        summary="Hacer un pedido",
        requests={
            "Con artículos": {
                "items": [{"variant_id": _VARIANT_ID, "quantity": 2}],
                "shipping_address": _ADDRESS,
            },
            "Con el carrito": {
                "from_cart": True,
                "shipping_address": _ADDRESS,
                "expected_total": "194800.00",
            },
        },
        answer=_ORDER,
    ),
    "orders_list": Operation(summary="Ver los pedidos propios", answer=_HEAD | {"unit_count": 2}),
    "orders_retrieve": Operation(summary="Ver un pedido propio", answer=_ORDER),
    "orders_cancel_create": Operation(
        summary="Cancelar un pedido propio", requests={"Con motivo": {"reason": "Me arrepentí"}}
    ),
    "orders_status_update": Operation(summary="Mover un pedido (equipo)"),
    "orders_timeline_retrieve": Operation(summary="Ver la historia de un pedido"),
    "orders_health_retrieve": Operation(summary="Saber si los pedidos marchan"),
    "cart_retrieve": Operation(summary="Ver el carrito"),
    "cart_destroy": Operation(summary="Vaciar el carrito"),
    "cart_accept_changes_create": Operation(summary="Aceptar los precios de hoy"),
    "cart_items_update": Operation(
        summary="Fijar las unidades", requests={"Tres": {"quantity": 3}}
    ),
    "cart_items_partial_update": Operation(
        summary="Cambiar las unidades", requests={"Tres": {"quantity": 3}}
    ),
    "cart_items_destroy": Operation(summary="Sacar del carrito"),
    "cart_merge_create": Operation(summary="Unir el carrito de invitado con el propio"),
    "vendor_order_cancel_by_buyer": Operation(summary="Cancelar la parte de una tienda"),
    "vendor_orders_confirm_delivery_create": Operation(summary="Confirmar que llegó"),
    "vendor_orders_list": Operation(summary="Ver los pedidos de la tienda"),
    "vendor_orders_retrieve": Operation(summary="Ver un pedido de la tienda"),
    "vendor_orders_summary_retrieve": Operation(summary="Contar los pedidos por estado"),
    "vendor_orders_prepare_create": Operation(summary="Empezar a preparar"),
    "vendor_orders_ship_create": Operation(
        summary="Enviar",
        requests={"Un paquete": {"courier": "Servientrega", "tracking_number": "900123"}},
        answer={"id": _PART_ID, "number": "PZ-2026-000042-1", "status": "shipped"},
    ),
    "vendor_orders_deliver_create": Operation(summary="Marcar como entregado"),
    "vendor_orders_cancel_create": Operation(summary="Cancelar la parte propia"),
}
