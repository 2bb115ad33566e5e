"""Mails about new ways into an account."""

from uuid import UUID

from marketplace.shared.services.mail import Mail, send

from ..selectors.people import contacts


def send_identity_linked(*, user_id: UUID, identity_id: str, is_reclaimed: bool) -> bool:
    """Tell a person that Google opens their account now, once for each identity.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    person = contacts(user_ids=[user_id]).get(user_id)
    if person is None:
        return False
    return send(
        Mail(
            kind="accounts.identity_linked",
            about=identity_id,
            recipient=person.email,
            subject="Ahora puede ingresar con Google",
            template="identity_linked",
            context={"person": person, "is_reclaimed": is_reclaimed},
        )
    )
