"""``/demo/mensajes/``: what the demo "sent", read from the files of its mail and SMS back ends.

The demo has no mailboxes and no telephones; here a visitor finds confirmations and codes. It
exists with ``DEMO`` and ``DEBUG`` only: whoever sees the page sees everybody's messages.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

SHOWN = 200
SEARCHED = 5_000
# Where Django's file back end ends each message.
_END = b"-" * 79 + b"\n"
# The mail's own styles and nothing else: no script, no picture from outside, no form.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
    " frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation"
)
View = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One line of the list; an SMS has no subject, a mail no text here."""

    name: str
    channel: str
    to: str
    moment: datetime
    subject: str = ""
    text: str = ""


def demo_only(view: View) -> View:
    """Answer 404 unless the demo runs as such."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (settings.DEMO and settings.DEBUG):
            raise Http404
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer

    return guarded


@demo_only
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Show the newest messages first; ``?para=`` keeps those whose recipient holds the text."""
    wanted = request.GET.get("para", "").strip()[:100].lower()
    # Of few people's messages all are looked through, else the newest files are enough.
    most = SEARCHED if wanted else SHOWN
    found = [
        shown
        for shown in (*_mails(most), *_texts(most))
        if wanted.replace(" ", "") in shown.to.lower().replace(" ", "")
    ]
    found.sort(key=lambda shown: (shown.moment, shown.name), reverse=True)
    context = {"messages_sent": found[:SHOWN], "wanted": wanted, "count": len(found)}
    return render(request, "demo/messages.html", context)


@demo_only
@require_safe
def mail_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail: its headers, its text, and its HTML in a frame that may do nothing."""
    mail = _mail(name)
    headers = ("From", "To", "Subject", "Date", "Reply-To", "Message-ID", "List-Unsubscribe")
    context = {
        "name": name,
        "subject": str(mail["Subject"] or ""),
        "headers": [(header, str(mail[header])) for header in headers if mail[header]],
        "text": _part(mail, "plain"),
    }
    return render(request, "demo/mail.html", context)


@demo_only
@require_safe
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """Answer the HTML part as it was sent, under a policy that lets it do nothing."""
    answer = HttpResponse(_part(_mail(name), "html"))
    answer["Content-Security-Policy"] = MAIL_POLICY
    return answer


def _mails(most: int) -> Iterator[Shown]:
    for name, mail in _read_mails(_newest(Path(settings.EMAIL_FILE_PATH), "*.log", most)):
        yield Shown(
            name=name,
            channel="correo",
            to=str(mail["To"] or ""),
            moment=_moment(mail),
            subject=str(mail["Subject"] or ""),
        )


def _texts(most: int) -> Iterator[Shown]:
    for file in _newest(Path(settings.SMS_FILE_PATH), "*.json", most):
        sms = json.loads(file.read_text(encoding="utf-8"))
        yield Shown(
            name=file.name,
            channel="SMS",
            to=sms["to"],
            moment=datetime.fromisoformat(sms["moment"]),
            text=sms["text"],
        )


def _read_mails(files: Iterable[Path]) -> Iterator[tuple[str, EmailMessage]]:
    """Yield each mail of these files with a name: the file's and its place there."""
    for file in files:
        parts = [part for part in file.read_bytes().split(_END) if part.strip()]
        for number, part in enumerate(parts):
            # The back end writes the lines of this system; the standard's are CRLF.
            yield f"{file.stem}-{number}", message_from_bytes(part, policy=policy.default)


def _mail(name: str) -> EmailMessage:
    """Return the mail of this name.

    Raises:
        Http404: there is none; the name is compared, never used as a path.
    """
    stem = name.rpartition("-")[0]
    files = [file for file in Path(settings.EMAIL_FILE_PATH).glob("*.log") if file.stem == stem]
    for known, mail in _read_mails(files):
        if known == name:
            return mail
    raise Http404


def _newest(folder: Path, pattern: str, most: int) -> list[Path]:
    files = [(file.stat().st_mtime, file) for file in folder.glob(pattern)]
    return [file for _, file in sorted(files, reverse=True)[:most]]


def _moment(mail: EmailMessage) -> datetime:
    """Return when the mail says it was written; "-0000" is UTC of an unknown zone."""
    stated: datetime | None = getattr(mail["Date"], "datetime", None)
    if stated is None:
        return datetime.fromtimestamp(0, UTC)
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def _part(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    return str(part.get_content()) if part is not None else ""
