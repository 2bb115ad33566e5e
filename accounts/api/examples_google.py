"""What the description says about signing in with Google."""

from typing import Any

from marketplace.shared.api.schema import Operation

_ID_TOKEN = "eyJhbGciOiJSUzI1NiIsImtpZCI6Ij…"  # noqa: S105 - an example, cut off


def google_operations(*, tokens: dict[str, Any]) -> dict[str, Operation]:
    """Return the operations; ``tokens`` is the answer to every login."""
    return {
        "auth_google_challenge_create": Operation(
            summary="Pedir un reto para ingresar con Google",
            answer={
                "nonce": "2mTq0cW9yH7v4eJw8sLr1xKdPz5bNfAgQ6uRiCoXhVY",
                "client_id": "1234567890-plaza.apps.googleusercontent.com",
                "expires_in": 600,
            },
        ),
        "auth_google_create": Operation(
            summary="Ingresar con Google",
            requests={
                "Ya tiene cuenta": {"id_token": _ID_TOKEN},
                "Cuenta nueva": {"id_token": _ID_TOKEN, "accept_terms": True},
            },
            answer=tokens,
        ),
        "auth_identities_list": Operation(
            summary="Ver con qué proveedores ingresa",
            answer={
                "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e77",
                "provider": "google",
                "email": "ana@example.com",
                "linked_at": "2026-03-02T09:30:00-05:00",
            },
        ),
        "auth_identities_destroy": Operation(summary="Dejar de ingresar con un proveedor"),
    }
