"""Mails about new ways into an account."""

from uuid import UUID

from .mails import tell


def send_identity_linked(*, user_id: UUID, identity_id: str, is_reclaimed: bool) -> bool:
    """Tell a person that Google opens their account now, once for each identity.

    Raises:
        OSError: the mail server does not answer; try again later.
    """
    return tell(
        user_id,
        kind="identity_linked",
        about=identity_id,
        subject="Ahora puede ingresar con Google",
        body="Si no fue usted, quite ese ingreso en su cuenta y cambie ya su contraseña.",
        is_reclaimed=is_reclaimed,
    )
