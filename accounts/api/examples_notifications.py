"""What the description says about the inbox and the choices."""

from marketplace.shared.api.schema import Operation

_NEWS = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e01",
    "kind": "orders",
    "title": "Su paquete de Barro Vivo va en camino",
    "body": "Lo lleva Servientrega, guía 2100000001.",
    "link": "/api/v1/orders/0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e02",
    "created_at": "2026-11-20T10:04:00-05:00",
    "read_at": None,
}
_CHOICE = {
    "kind": "price_alerts",
    "name": "Alertas de precio y de existencias",
    "is_required": False,
    "channels": {"inbox": True, "email": False},
}
_CHANGE = {"kind": "price_alerts", "channels": {"email": False}}

OPERATIONS = {
    "me_notifications_list": Operation(summary="Ver las notificaciones propias", answer=_NEWS),
    "me_notifications_read_create": Operation(
        summary="Marcar notificaciones como leídas",
        requests={"Algunas": {"ids": [_NEWS["id"]]}, "Todas": {"all": True}},
        answer={"marked": 1, "unread_count": 3},
    ),
    "me_notification_preferences_retrieve": Operation(
        summary="Ver qué avisos se reciben y por dónde", answer={"preferences": [_CHOICE]}
    ),
    "me_notification_preferences_update": Operation(
        summary="Elegir qué avisos se reciben y por dónde",
        requests={"Sin correos de precios": {"preferences": [_CHANGE]}},
        answer={"preferences": [_CHOICE]},
    ),
}
