"""Mails about how somebody signs in, in case it was somebody else."""

from uuid import UUID

from ..devices import device_label
from ..models import LoginSession
from .mails import tell


def send_second_factor_changed(*, user_id: UUID, change_id: str, is_on: bool) -> bool:
    """Tell a person that their second factor is on or off, once for each change.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    if is_on:
        subject = "Verificación en dos pasos activada"
        body = "Desde ahora le pediremos un código al ingresar."
        return tell(user_id, kind="second_factor_on", about=change_id, subject=subject, body=body)
    subject = "Verificación en dos pasos desactivada"
    body = "Desde ahora basta la contraseña para ingresar. Si no fue usted, cámbiela ya."
    return tell(user_id, kind="second_factor_off", about=change_id, subject=subject, body=body)


def send_recovery_code_used(*, user_id: UUID, code_id: str) -> bool:
    """Tell a person that one of their recovery codes was used, once for each.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    return tell(
        user_id,
        kind="recovery_code_used",
        about=code_id,
        subject="Se usó un código de recuperación",
        body="Ese código ya no sirve. Si no fue usted, cambie ya su contraseña.",
    )


def send_device_appeared(*, user_id: UUID, session_id: UUID) -> bool:
    """Tell a person of a login from a device not seen before, once for each.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    session = LoginSession.objects.filter(pk=session_id).first()
    if session is None:
        return False
    device = device_label(session.user_agent)
    return tell(
        user_id,
        kind="device_appeared",
        about=str(session_id),
        subject="Nuevo ingreso a su cuenta",
        body=f"{device}. Si no fue usted, cierre esa sesión y cambie ya su contraseña.",
        session=session,
        device=device,
    )
