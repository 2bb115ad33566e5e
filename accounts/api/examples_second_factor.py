"""What the description says about the operations of the second factor."""

from typing import Any

from marketplace.shared.api.schema import Operation

_CODES = {"recovery_codes": ["7KQ2-MWXA-9RTB-4HVE", "3ZYC-8PNG-JD5S-6FKM"]}
_BOTH = {"Con código": {"password": "correcto-caballo-7", "code": "492039"}}


def operations(tokens: dict[str, Any]) -> dict[str, Operation]:
    """Return the operations; a finished login answers with ``tokens``."""
    return {
        "auth_login_2fa_create": Operation(
            summary="Terminar de entrar con el segundo factor",
            requests={
                "Código de la aplicación": {"challenge": "Zr8w…", "code": "492039"},
                "Código de recuperación": {"challenge": "Zr8w…", "code": "7KQ2-MWXA-9RTB-4HVE"},
            },
            answer=tokens,
        ),
        "auth_2fa_setup_create": Operation(
            summary="Preparar la verificación en dos pasos",
            requests={"Con contraseña": {"password": "correcto-caballo-7"}},
            answer={
                "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                "otpauth_url": "otpauth://totp/Plaza:ana%40example.com?secret=JBSW…&issuer=Plaza",
                "qr": "data:image/svg+xml;charset=utf-8,%3Csvg…",
            },
        ),
        "auth_2fa_confirm_create": Operation(
            summary="Activar la verificación en dos pasos",
            requests={"Código de la aplicación": {"code": "492039"}},
            answer=_CODES,
        ),
        "auth_2fa_disable_create": Operation(
            summary="Desactivar la verificación en dos pasos", requests=_BOTH
        ),
        "auth_2fa_recovery_codes_create": Operation(
            summary="Pedir códigos de recuperación nuevos", requests=_BOTH, answer=_CODES
        ),
    }
