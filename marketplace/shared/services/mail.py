"""Mails: Spanish, HTML and text, the same news to the same person once."""

import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string

from ..clock import DbNow
from ..db import inside_transaction
from ..models import SentMail, Unreachable
from ..smtp_answers import refusal_of
from .claims import RandomKey, claim, message_key, require_not_leased
from .reach import SKIPPED, forget, is_unreachable, mark_unreachable

logger = logging.getLogger("plaza.mail")

NOWHERE = ".invalid"
FORGOTTEN = f"borrado@plaza{NOWHERE}"
_OPEN = Q(sent_at__isnull=True, refused_at__isnull=True)


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message: ``template`` names ``mail/<template>.txt`` and ``.html``.

    ``unsubscribe_url`` belongs to mails that people may do without, and to no others: a POST
    there, without login, ends them (RFC 8058).
    """

    kind: str
    about: str
    recipient: str
    subject: str
    template: str
    context: dict[str, Any]
    unsubscribe_url: str = ""

    @property
    def key(self) -> str:
        """The same kind about the same thing to the same address is the same mail."""
        return message_key(kind=self.kind, about=self.about, recipient=self.recipient)

    @property
    def one_line_subject(self) -> str:
        """The subject without line breaks, which could forge headers."""
        return " ".join(self.subject.split())[:200]


def send(mail: Mail) -> bool:
    """Send ``mail`` unless it went out before; say whether it was sent now.

    The row is written and leased first and marked afterwards, so that two callers do not both
    send; a crash in between sends the mail again, once the lease has run out, with the same
    Message-ID, by which mail programs know it. What can never arrive is stored with its code and
    not raised: marked addresses, and what the server refuses for good.

    An address under ``.invalid`` reaches nobody (RFC 2606): an erased person's mails end here.

    Raises:
        RuntimeError: called inside a transaction, whose locks would wait for the mail server.
        ValueError: the address has a line break, which could forge headers; nothing is sent.
        OSError: the mail server does not answer or refuses for now, or somebody else sends the
            same mail right now; try again later.
    """
    if inside_transaction():
        raise RuntimeError(f"mail {mail.kind} inside a transaction")
    if mail.recipient.splitlines() != [mail.recipient]:
        raise ValueError("the recipient must be one address on one line")
    if mail.recipient.endswith(NOWHERE):
        return False
    message = _message(mail)
    row, _ = SentMail.objects.get_or_create(
        key=mail.key,
        defaults={
            "kind": mail.kind,
            "recipient": mail.recipient,
            "subject": mail.one_line_subject,
        },
    )
    if not claim(SentMail.objects.filter(_OPEN), pk=row.pk):
        require_not_leased(SentMail.objects.filter(_OPEN), pk=row.pk)
        return False
    if is_unreachable(channel=Unreachable.Channel.EMAIL, address=mail.recipient):
        return _refuse(row.pk, SKIPPED)
    return _hand_over(row.pk, message)


def _hand_over(pk: int, message: EmailMultiAlternatives) -> bool:
    try:
        message.send()
    except OSError as error:
        refusal = refusal_of(error)
        if refusal is None:
            SentMail.objects.filter(pk=pk).update(sending_until=None)
            raise
        if refusal.is_address:
            mark_unreachable(
                channel=Unreachable.Channel.EMAIL, address=message.to[0], reason=refusal.code
            )
        return _refuse(pk, refusal.code)
    SentMail.objects.filter(pk=pk).update(sent_at=DbNow(), sending_until=None)
    logger.info("Mail sent", extra={"mail_id": pk})
    return True


def _refuse(pk: int, code: str) -> bool:
    """Store why the mail will never go out."""
    SentMail.objects.filter(pk=pk).update(refused_at=DbNow(), error_code=code, sending_until=None)
    logger.warning("Mail not sent", extra={"mail_id": pk, "code": code})
    return False


def forget_recipient(*, address: str) -> int:
    """Take an erased person's address out of the book of mails; return how many there were.

    That the mails went out stays; their keys, which held the address, become random.
    """
    forget(channel=Unreachable.Channel.EMAIL, address=address)
    rows = SentMail.objects.filter(recipient__iexact=address)
    return rows.update(recipient=FORGOTTEN, key=RandomKey())


def _message(mail: Mail) -> EmailMultiAlternatives:
    subject = mail.one_line_subject
    context = {
        **mail.context,
        "base_url": settings.PUBLIC_BASE_URL,
        "subject": subject,
        "takes_replies": bool(settings.REPLY_TO_EMAIL),
        "unsubscribe_url": mail.unsubscribe_url,
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"mail/{mail.template}.txt", context),
        to=[mail.recipient],
        reply_to=[settings.REPLY_TO_EMAIL] if settings.REPLY_TO_EMAIL else None,
        headers={
            "Message-ID": f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@plaza>",
            "Auto-Submitted": "auto-generated",
            **_way_out(mail.unsubscribe_url),
        },
    )
    message.attach_alternative(render_to_string(f"mail/{mail.template}.html", context), "text/html")
    return message


def _way_out(url: str) -> dict[str, str]:
    """Return the headers behind a mail program's own button for ending such mails."""
    if not url:
        return {}
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
