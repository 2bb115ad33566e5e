"""What people are told about their own account: in the inbox and by mail."""

from uuid import UUID

from marketplace.shared.services.mail import Mail, send

from ..notification_kinds import NotificationKind
from ..selectors.people import contacts
from .notifications import notify


def send_password_changed(*, user_id: UUID, change_id: str) -> bool:
    """Warn a person of their new password, once for each change.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    return _tell(
        user_id,
        kind="password_changed",
        about=change_id,
        subject="Su contraseña cambió",
        body="Las demás sesiones se cerraron. Si no fue usted, escríbanos de inmediato.",
    )


def _tell(user_id: UUID, *, kind: str, about: str, subject: str, body: str) -> bool:
    """Write the news into the inbox, then mail it; each is once, whatever became of the other."""
    person = contacts(user_ids=[user_id]).get(user_id)
    if person is None:
        return False
    notify(
        user_id=user_id,
        kind=NotificationKind.ACCOUNT_SECURITY,
        about=f"{kind}:{about}",
        title=subject,
        body=body,
    )
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
