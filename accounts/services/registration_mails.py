"""Mails about attempts to open an account."""

from uuid import UUID

from marketplace.shared.services.mail import Mail, send

from ..models import User
from .code_mails import forgotten_url


def send_account_exists(*, user_id: UUID, day: str) -> bool:
    """Tell the owner of an open account that somebody registers their address; once a ``day``.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return False
    return send(
        Mail(
            kind="accounts.account_exists",
            about=f"{user_id}:{day}",
            recipient=person.email,
            subject="Usted ya tiene una cuenta en Plaza",
            template="account_exists",
            context={"person": person, "link": forgotten_url()},
        )
    )
