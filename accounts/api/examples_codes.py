"""What the description says about codes, links, recovery and changes of mailbox and telephone."""

from typing import Any

from marketplace.shared.api.schema import Operation

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
    "phone_verified": True,
    "created_at": "2026-03-02T09:30:00-05:00",
}
_CODE = {"El código recibido": {"code": "402913"}}
_TO_PHONE = {"destination": "•••• 2233", "expires_in": 600}

OPERATIONS = {
    "auth_verify_email_create": Operation(summary="Confirmar el correo con el enlace"),
    "auth_resend_verification_create": Operation(
        summary="Pedir otra vez el enlace que confirma el correo",
        answer={"destination": "a•••@example.com", "expires_in": 86_400},
    ),
    "auth_send_verification_email_create": Operation(
        summary="Pedir un código al correo",
        answer={"destination": "a•••@example.com", "expires_in": 600},
    ),
    "auth_send_verification_sms_create": Operation(
        summary="Pedir un código al celular", answer=_TO_PHONE
    ),
    "auth_verify_email_otp_create": Operation(
        summary="Confirmar el correo con el código", requests=_CODE, answer=_PERSON
    ),
    "auth_verify_phone_otp_create": Operation(
        summary="Confirmar el celular con el código", requests=_CODE, answer=_PERSON
    ),
    "auth_forgot_password_create": Operation(
        summary="Pedir un enlace para crear otra contraseña",
        requests={"Quien la olvidó": {"email": "ana@example.com"}},
    ),
    "auth_reset_password_create": Operation(
        summary="Crear otra contraseña con el enlace",
        requests={
            "El enlace recibido": {
                "token": "plz_9n2Wl1xk7cQ0Zr8m4Tt6Yb3Vd5Hs1Ua0Ef2Gj8Lp7Ko",
                "password": "otra-frase-larga-9",
            }
        },
    ),
    "auth_change_email_create": Operation(
        summary="Pedir el cambio del correo",
        requests={
            "El correo nuevo": {
                "new_email": "ana.gomez@example.com",
                "password": "correcto-caballo-7",
            }
        },
        answer={"destination": "a•••@example.com", "expires_in": 86_400},
    ),
    "auth_confirm_email_change_create": Operation(
        summary="Confirmar el correo nuevo con el enlace"
    ),
    "auth_change_phone_create": Operation(
        summary="Pedir el cambio del celular",
        requests={"El celular nuevo": {"phone": "3001112233"}},
        answer=_TO_PHONE,
    ),
    "auth_confirm_phone_change_create": Operation(
        summary="Confirmar el celular nuevo con el código", requests=_CODE, answer=_PERSON
    ),
}
