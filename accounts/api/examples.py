"""What the description says about the operations of accounts, with examples."""

from typing import Any

from marketplace.shared.api.schema import Operation

from .examples_codes import OPERATIONS as CODES
from .examples_google import google_operations
from .examples_notifications import OPERATIONS as NOTIFICATIONS
from .examples_places import OPERATIONS as PLACES
from .examples_privacy import PRIVACY_OPERATIONS
from .examples_second_factor import operations

_PERSON: dict[str, Any] = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e01",
    "email": "ana@example.com",
    "first_name": "Ana",
    "last_name": "Gómez",
    "full_name": "Ana Gómez",
    "phone": "+573001112233",
    "role": "buyer",
    "roles": ["buyer"],
    "is_staff": False,
    "email_verified": True,
    "phone_verified": False,
    "created_at": "2026-03-02T09:30:00-05:00",
}
_PROFILE = _PERSON | {
    "pending_phone": "",
    "two_factor_enabled": False,
    "document_type": "CC",
    "document_number": "1020304050",
    "document_check_digit": "",
    "language": "es",
    "memberships": [],
}
_TOKENS = {
    "access": "eyJhbGciOiJIUzI1NiJ9…",
    "refresh": "eyJhbGciOiJIUzI1NiJ9…",
    "token_type": "Bearer",
    "expires_in": 900,
    "user": _PERSON,
}
_LOGIN = {"Entrar": {"email": "ana@example.com", "password": "correcto-caballo-7"}}
_REFRESH = {"Renovar": {"refresh": "eyJhbGciOiJIUzI1NiJ9…"}}

_BASICS = {
    "auth_register_create": Operation(
        summary="Crear una cuenta",
        requests={
            "Una compradora": {
                "email": "ana@example.com",
                "password": "correcto-caballo-7",
                "first_name": "Ana",
                "last_name": "Gómez",
                "phone": "3001112233",
                "accept_terms": True,
            }
        },
        answer=_PERSON,
    ),
    "auth_login_create": Operation(summary="Entrar", requests=_LOGIN, answer=_TOKENS),
    "auth_admin_login_create": Operation(
        summary="Entrar como equipo", requests=_LOGIN, answer=_TOKENS
    ),
    "auth_refresh_create": Operation(
        summary="Renovar los tokens", requests=_REFRESH, answer=_TOKENS
    ),
    "auth_refresh_token_create": Operation(
        summary="Renovar los tokens (otro camino)", requests=_REFRESH, answer=_TOKENS
    ),
    "auth_logout_create": Operation(summary="Salir de este dispositivo"),
    "auth_logout_all_create": Operation(summary="Salir de todos los dispositivos"),
    "auth_change_password_create": Operation(summary="Cambiar la contraseña"),
    "auth_me_retrieve": Operation(
        summary="Ver la cuenta propia",
        answer=_PROFILE,
    ),
    "auth_me_update": Operation(summary="Cambiar los datos propios"),
    "auth_me_partial_update": Operation(summary="Cambiar algunos datos propios"),
    "auth_sessions_list": Operation(summary="Ver los dispositivos"),
    "auth_sessions_destroy": Operation(summary="Cerrar un dispositivo"),
    "me_addresses_list": Operation(summary="Ver las direcciones propias"),
    "me_addresses_create": Operation(summary="Agregar una dirección"),
    "me_addresses_retrieve": Operation(summary="Ver una dirección"),
    "me_addresses_partial_update": Operation(summary="Cambiar una dirección"),
    "me_addresses_destroy": Operation(summary="Quitar una dirección"),
    "me_addresses_default_create": Operation(summary="Elegir la dirección principal"),
}
OPERATIONS = {
    **_BASICS,
    **operations(_TOKENS),
    **google_operations(tokens=_TOKENS),
    **CODES,
    **NOTIFICATIONS,
    **PLACES,
    **PRIVACY_OPERATIONS,
}
