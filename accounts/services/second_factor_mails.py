"""Mails about how somebody signs in, in case it was somebody else."""

from uuid import UUID

from marketplace.shared.services.mail import Mail, send

from ..devices import device_label
from ..models import LoginSession
from ..selectors.people import Contact, contacts


def send_second_factor_changed(*, user_id: UUID, change_id: str, is_on: bool) -> bool:
    """Tell a person that their second factor is on or off, once for each change.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    if is_on:
        subject = "Verificación en dos pasos activada"
        return _send(user_id, kind="second_factor_on", about=change_id, subject=subject)
    subject = "Verificación en dos pasos desactivada"
    return _send(user_id, kind="second_factor_off", about=change_id, subject=subject)


def send_recovery_code_used(*, user_id: UUID, code_id: str) -> bool:
    """Tell a person that one of their recovery codes was used, once for each.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    subject = "Se usó un código de recuperación"
    return _send(user_id, kind="recovery_code_used", about=code_id, subject=subject)


def send_device_appeared(*, user_id: UUID, session_id: UUID) -> bool:
    """Tell a person of a login from a device not seen before, once for each.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    session = LoginSession.objects.filter(pk=session_id).first()
    if session is None:
        return False
    return _send(
        user_id,
        kind="device_appeared",
        about=str(session_id),
        subject="Nuevo ingreso a su cuenta",
        session=session,
        device=device_label(session.user_agent),
    )


def _send(user_id: UUID, *, kind: str, about: str, subject: str, **context: object) -> bool:
    person: Contact | None = contacts(user_ids=[user_id]).get(user_id)
    if person is None:
        return False
    return send(
        Mail(
            kind=f"accounts.{kind}",
            about=about,
            recipient=person.email,
            subject=subject,
            template=kind,
            context={"person": person, **context},
        )
    )
