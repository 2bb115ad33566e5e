"""What people are told about their own account: in the inbox and by mail."""

from typing import Any
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
    return tell(
        user_id,
        kind="password_changed",
        about=change_id,
        subject="Su contraseña cambió",
        body="Las demás sesiones se cerraron. Si no fue usted, escríbanos de inmediato.",
    )


def tell(
    user_id: UUID,
    *,
    kind: str,
    about: str,
    subject: str,
    body: str,
    template: str = "",
    **context: Any,
) -> bool:
    """Write news of the account into the inbox, then mail it; each is once, whatever became of
    the other. Says whether a mail went out now; a person who is gone is told nothing.

    Args:
        about: what tells this news from others of its kind.
        body: what the inbox says, and the mail at more length.
        template: of the mail; the kind's own name when empty.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
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
            template=template or kind,
            context={"person": person, **context},
        )
    )
