"""Mails about proving and changing how a person is reached. None is sent twice about one thing.

Each function says whether a mail went out now, and raises OSError when the mail server does not
answer; try again later then. No secret is in a subject, which is stored.
"""

from typing import Any
from uuid import UUID

from django.conf import settings

from marketplace.shared.services.mail import Mail, send

from ..models import LinkToken, OneTimeCode, User
from ..selectors.masking import masked

LINK_SUBJECTS = {
    LinkToken.Purpose.VERIFY_EMAIL: "Confirme su correo",
    LinkToken.Purpose.RESET_PASSWORD: "Cree una contraseña nueva",
    LinkToken.Purpose.CHANGE_EMAIL: "Confirme su correo nuevo",
}
LINK_PATHS = {
    LinkToken.Purpose.VERIFY_EMAIL: "/cuenta/verificar-correo/{}/",
    LinkToken.Purpose.RESET_PASSWORD: "/cuenta/restablecer/{}/",
    LinkToken.Purpose.CHANGE_EMAIL: "/cuenta/confirmar-correo/{}/",
}


def link_url(*, purpose: str, token: str) -> str:
    """Return the page behind a link, on our own configured host."""
    return settings.PUBLIC_BASE_URL + LINK_PATHS[LinkToken.Purpose(purpose)].format(token)


def forgotten_url() -> str:
    """Return the page where anybody may ask for a new password."""
    return settings.PUBLIC_BASE_URL + "/cuenta/olvide/"


def send_code_mail(*, code: OneTimeCode, digits: str) -> bool:
    """Send the digits to the mailbox they are for."""
    return _send(
        code.user,
        kind="code",
        about=code.pk,
        recipient=code.destination,
        subject="Su código de Plaza",
        digits=digits,
        minutes=int(settings.CODE_LIFETIME.total_seconds() // 60),
    )


def send_link_mail(*, link: LinkToken, token: str) -> bool:
    """Send a link to the mailbox it is for."""
    purpose = LinkToken.Purpose(link.purpose)
    return _send(
        link.user,
        kind=f"link_{purpose.value}",
        about=link.pk,
        recipient=link.destination,
        subject=LINK_SUBJECTS[purpose],
        link=link_url(purpose=purpose, token=token),
    )


def send_welcome(*, user: User, link: str = "") -> bool:
    """Greet a new person; ``link`` confirms the mailbox, and is left out for a confirmed one."""
    return _send(
        user,
        kind="welcome",
        about=user.pk,
        recipient=user.email,
        subject="Bienvenido a Plaza",
        link=link,
    )


def send_email_change_asked(*, user: User, request_id: UUID, new_email: str) -> bool:
    """Tell the present mailbox that somebody wants another one."""
    return _send(
        user,
        kind="email_change_asked",
        about=request_id,
        recipient=user.email,
        subject="Pidieron cambiar el correo de su cuenta",
        new_email=masked(new_email),
        link=forgotten_url(),
    )


def send_address_in_use(*, owner: User, request_id: UUID) -> bool:
    """Tell whose address it is that somebody else wanted to use it."""
    return _send(
        owner,
        kind="address_in_use",
        about=request_id,
        recipient=owner.email,
        subject="Alguien quiso usar su correo en otra cuenta",
        link=forgotten_url(),
    )


def send_email_changed(*, link: LinkToken) -> bool:
    """Tell the old mailbox that the account has left it."""
    return _send(
        link.user,
        kind="email_changed",
        about=link.pk,
        recipient=link.previous,
        subject="El correo de su cuenta cambió",
        new_email=masked(link.destination),
    )


def send_phone_changed(*, code: OneTimeCode) -> bool:
    """Tell the person's mailbox of the new telephone."""
    return _send(
        code.user,
        kind="phone_changed",
        about=code.pk,
        recipient=code.user.email,
        subject="El teléfono de su cuenta cambió",
        new_phone=masked(code.destination),
        link=forgotten_url(),
    )


def _send(
    user: User, *, kind: str, about: UUID, recipient: str, subject: str, **context: Any
) -> bool:
    return send(
        Mail(
            kind=f"accounts.{kind}",
            about=str(about),
            recipient=recipient,
            subject=subject,
            template=kind,
            context={"person": user, **context},
        )
    )
