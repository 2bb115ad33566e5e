"""What the description says about the operations on a person's own data."""

from marketplace.shared.api.schema import Operation

_CONSENT = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e11",
    "kind": "marketing",
    "version": "2026-11",
    "is_given": True,
    "ip": "203.0.113.9",
    "created_at": "2026-11-21T10:15:00-05:00",
}
_STATE = {
    "kind": "marketing",
    "title": "publicidad",
    "is_given": True,
    "is_needed": False,
    "is_current": True,
    "version": "2026-11",
    "current_version": "2026-11",
    "since": "2026-11-21T10:15:00-05:00",
    "page": "/cuenta/datos-personales/#publicidad",
}
_EXPORT = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e12",
    "status": "ready",
    "size": 18_432,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "created_at": "2026-11-21T10:15:00-05:00",
    "ready_at": "2026-11-21T10:15:04-05:00",
    "expires_at": "2026-11-28T10:15:04-05:00",
    "download": "/api/v1/me/data-exports/0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e12/download",
}
_DELETION = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e13",
    "status": "pending",
    "created_at": "2026-11-21T10:15:00-05:00",
    "due_at": "2026-12-06T10:15:00-05:00",
    "obstacle": "",
}
_REQUEST = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e14",
    "number": "DP-20261120-K7M2PQ9R",
    "kind": "query",
    "status": "open",
    "text": "¿Qué datos míos tienen y para qué los usan?",
    "due_on": "2026-12-04",
    "extension_reason": "",
    "answer": "",
    "created_at": "2026-11-20T10:15:00-05:00",
    "answered_at": None,
}

PRIVACY_OPERATIONS = {
    "me_consents_retrieve": Operation(
        summary="Ver lo que se aceptó: la prueba y el estado de cada texto",
        answer={
            "count": 1,
            "next": None,
            "previous": None,
            "results": [_CONSENT],
            "current": [_STATE],
        },
    ),
    "me_consents_create": Operation(
        summary="Dar o retirar una autorización",
        requests={
            "Recibir publicidad": {"kind": "marketing", "is_given": True},
            "No recibirla más": {"kind": "marketing", "is_given": False},
        },
        answer=_CONSENT,
    ),
    "me_data_exports_list": Operation(summary="Ver las copias de los datos propios"),
    "me_data_exports_create": Operation(
        summary="Pedir una copia de los datos propios", answer=_EXPORT
    ),
    "me_data_exports_download_retrieve": Operation(
        summary="Descargar una copia de los datos propios"
    ),
    "me_deletion_request_retrieve": Operation(
        summary="Ver la solicitud de borrar la cuenta", answer=_DELETION
    ),
    "me_deletion_request_create": Operation(
        summary="Pedir que se borre la cuenta",
        requests={"Con la contraseña": {"password": "correcto-caballo-7"}},
        answer=_DELETION,
    ),
    "me_deletion_request_destroy": Operation(summary="Retirar la solicitud de borrar la cuenta"),
    "me_privacy_requests_list": Operation(summary="Ver las consultas y reclamos propios"),
    "me_privacy_requests_create": Operation(
        summary="Hacer una consulta o un reclamo sobre datos personales",
        requests={
            "Una consulta": {
                "kind": "query",
                "text": "¿Qué datos míos tienen y para qué los usan?",
            }
        },
        answer=_REQUEST,
    ),
}
