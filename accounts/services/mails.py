"""Mails about a person's own account."""

from uuid import UUID

from marketplace.shared.services.mail import Mail, send

from ..selectors.people import contacts


def send_password_changed(*, user_id: UUID, change_id: str) -> bool:
    """Warn a person of their new password, once for each change.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    return _send(user_id, kind="password_changed", about=change_id, subject="Su contraseña cambió")


def _send(user_id: UUID, *, kind: str, about: str, subject: str) -> bool:
    person = contacts(user_ids=[user_id]).get(user_id)
    if person is None:
        return False
    return send(
        Mail(
            kind=f"accounts.{kind}",
            about=about,
            recipient=person.email,
            subject=subject,
            template=kind,
            context={"person": person},
        )
    )
