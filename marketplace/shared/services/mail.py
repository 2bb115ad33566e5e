"""Mails: Spanish, HTML and text, the same news to the same person once."""

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import CharField, Func
from django.template.loader import render_to_string

from ..clock import DbNow
from ..db import inside_transaction
from ..models import SentMail

logger = logging.getLogger("plaza.mail")

NOWHERE = ".invalid"
FORGOTTEN = f"borrado@plaza{NOWHERE}"


class _RandomKey(Func):
    """A key that no mail has, for each row another."""

    template = "'forgotten:' || gen_random_uuid()"
    output_field = CharField()


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message: ``template`` names ``mail/<template>.txt`` and ``.html``."""

    kind: str
    about: str
    recipient: str
    subject: str
    template: str
    context: dict[str, Any]

    @property
    def key(self) -> str:
        """The same kind about the same thing to the same address is the same mail."""
        key = f"{self.kind}:{self.about}:{self.recipient}"
        return key if len(key) <= 200 else hashlib.sha256(key.encode()).hexdigest()

    @property
    def one_line_subject(self) -> str:
        """The subject without line breaks, which could forge headers."""
        return " ".join(self.subject.split())[:200]


def send(mail: Mail) -> bool:
    """Send ``mail`` unless it went out before; say whether it was sent now.

    The row is written first and marked afterwards: a crash in between sends the mail again
    with the same Message-ID, by which mail programs know it.

    An address under ``.invalid`` reaches nobody (RFC 2606): an erased person's mails end here.

    Raises:
        RuntimeError: called inside a transaction, whose locks would wait for the mail server.
        ValueError: the address has a line break, which could forge headers; nothing is sent.
        OSError: the mail server does not answer or refuses; try again later.
    """
    if inside_transaction():
        raise RuntimeError(f"mail {mail.kind} inside a transaction")
    if mail.recipient.splitlines() != [mail.recipient]:
        raise ValueError("the recipient must be one address on one line")
    if mail.recipient.endswith(NOWHERE):
        return False
    subject = mail.one_line_subject
    row, _ = SentMail.objects.get_or_create(
        key=mail.key,
        defaults={"kind": mail.kind, "recipient": mail.recipient, "subject": subject},
    )
    if row.sent_at is not None:
        return False
    _message(mail).send()
    SentMail.objects.filter(pk=row.pk).update(sent_at=DbNow())
    logger.info("Mail sent", extra={"mail_id": row.pk, "kind": mail.kind})
    return True


def forget_recipient(*, address: str) -> int:
    """Take an erased person's address out of the book of mails; return how many there were.

    That the mails went out stays; their keys, which held the address, become random.
    """
    rows = SentMail.objects.filter(recipient__iexact=address)
    return rows.update(recipient=FORGOTTEN, key=_RandomKey())


def _message(mail: Mail) -> EmailMultiAlternatives:
    subject = mail.one_line_subject
    context = {**mail.context, "base_url": settings.PUBLIC_BASE_URL, "subject": subject}
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"mail/{mail.template}.txt", context),
        to=[mail.recipient],
        headers={
            "Message-ID": f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@plaza>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(f"mail/{mail.template}.html", context), "text/html")
    return message
