"""What the description says about the operations of teams, with examples."""

from marketplace.shared.api.schema import Operation

_PLACE = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e77",
    "status": "invited",
    "email": "luis@example.com",
    "full_name": "",
    "role": "orders",
    "created_at": "2026-03-02T09:30:00-05:00",
    "expires_at": "2026-03-09T09:30:00-05:00",
}
_MEMBER = _PLACE | {
    "status": "active",
    "full_name": "Luis Pérez",
    "role": "finance",
    "expires_at": None,
}

OPERATIONS = {
    "vendor_members_list": Operation(summary="Ver el equipo de la tienda", answer=_MEMBER),
    "vendor_members_create": Operation(
        summary="Invitar al equipo de la tienda",
        requests={"Para los pedidos": {"email": "luis@example.com", "role": "orders"}},
        answer=_PLACE,
    ),
    "vendor_members_partial_update": Operation(
        summary="Cambiar una función en el equipo",
        requests={"A finanzas": {"role": "finance"}},
        answer=_MEMBER,
    ),
    "vendor_members_destroy": Operation(summary="Sacar del equipo o retirar una invitación"),
    "vendor_invitations_accept_create": Operation(
        summary="Aceptar una invitación",
        answer={
            "vendor": {
                "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e10",
                "name": "Barro Vivo",
                "slug": "barro-vivo",
                "status": "approved",
            },
            "role": "orders",
        },
    ),
}
