"""Mails: Spanish, HTML and text, the same news to the same person once."""

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from ..clock import DbNow
from ..models import SentMail

logger = logging.getLogger("plaza.mail")


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
        return f"{self.kind}:{self.about}:{self.recipient}"[:200]


def send(mail: Mail) -> bool:
    """Send ``mail`` unless it went out before; say whether it was sent now.

    The row is written first and marked afterwards: a crash in between sends the mail again
    with the same Message-ID, by which mail programs know it.

    Raises:
        OSError: the mail server does not answer or refuses; try again later.
    """
    row, _ = SentMail.objects.get_or_create(
        key=mail.key,
        defaults={"kind": mail.kind, "recipient": mail.recipient, "subject": mail.subject},
    )
    if row.sent_at is not None:
        return False
    context = {**mail.context, "base_url": settings.PUBLIC_BASE_URL, "subject": mail.subject}
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=render_to_string(f"mail/{mail.template}.txt", context),
        to=[mail.recipient],
        headers={
            "Message-ID": f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@plaza>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(f"mail/{mail.template}.html", context), "text/html")
    message.send()
    SentMail.objects.filter(pk=row.pk).update(sent_at=DbNow())
    logger.info("Mail sent", extra={"mail_id": row.pk, "kind": mail.kind})
    return True
