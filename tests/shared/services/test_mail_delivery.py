"""Mails over real SMTP, to a server that answers what each test tells it."""

import copy
import smtplib
import threading
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from marketplace.shared.clock import DbNow
from marketplace.shared.models import AuditEntry, SentMail, Unreachable
from marketplace.shared.services import mail as mail_service
from marketplace.shared.services.claims import BeingSent
from marketplace.shared.services.mail import Mail, send
from marketplace.shared.services.reach import lift_unreachable
from tests.factories.accounts import make_staff_user
from tests.support.races import tally
from tests.support.smtp import SmtpDouble

NEWS = Mail(
    kind="test",
    about="order-1",
    recipient="Ana@example.com",
    subject="Su pedido está en camino ñ",
    template="kernel_test",
    context={"name": "Ana"},
)


@pytest.fixture(scope="module")
def _server():
    double = SmtpDouble()
    yield double
    double.stop()


@pytest.fixture
def smtp(_server, settings):
    """The server with empty hands, and the settings that lead to it."""
    _server.answers.clear()
    _server.messages.clear()
    _server.tried.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _server.port
    return _server


@pytest.fixture(autouse=True)
def templates(settings):
    changed = copy.deepcopy(settings.TEMPLATES)
    changed[0]["DIRS"] = [*changed[0]["DIRS"], Path(__file__).parent.parent / "templates"]
    settings.TEMPLATES = changed


@pytest.mark.django_db
def test_a_mail_arrives_whole(smtp, settings):
    settings.REPLY_TO_EMAIL = "ayuda@plaza.example.com"

    assert send(NEWS)

    [message] = smtp.messages
    assert message["Subject"] == "Su pedido está en camino ñ"
    assert (message["To"], message["Reply-To"]) == ("Ana@example.com", "ayuda@plaza.example.com")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@plaza>")
    assert parsedate_to_datetime(message["Date"]).year >= 2026
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "Hola Ana" in message.get_body(("plain",)).get_content()


@pytest.mark.django_db
def test_only_mails_that_people_may_end_say_how(smtp, settings):
    url = f"{settings.PUBLIC_BASE_URL}/avisos/baja/{'x' * 120}"
    send(NEWS)
    send(replace(NEWS, about="order-2", unsubscribe_url=url))

    needed, optional = smtp.messages
    assert (needed["List-Unsubscribe"], needed["List-Unsubscribe-Post"]) == (None, None)
    assert needed["Reply-To"] == settings.REPLY_TO_EMAIL
    assert "".join(optional["List-Unsubscribe"].split()) == f"<{url}>"
    assert optional["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["550", "551", "553", "550 5.1.1"])
def test_a_mailbox_that_is_refused_for_good_is_marked_and_left_in_peace(smtp, code):
    smtp.answers["RCPT"] = f"{code} no such mailbox"

    assert [send(NEWS), send(NEWS)] == [False, False]

    row, mark = SentMail.objects.get(), Unreachable.objects.get()
    assert (row.sent_at, row.refused_at is not None, row.error_code) == (None, True, code[:3])
    assert (mark.channel, mark.address, mark.reason) == ("email", "ana@example.com", code[:3])
    assert len(smtp.tried) == 1

    smtp.answers.clear()
    assert send(replace(NEWS, about="order-2", recipient="ana@EXAMPLE.com")) is False
    assert SentMail.objects.get(key__contains="order-2").error_code == "unreachable"
    assert smtp.messages == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answers",
    [
        {"DATA": "554 looks like spam"},
        {"DATA": "552 too big"},
        {"RCPT": "550 5.7.1 your server is on a list"},
        {"RCPT": "552 mailbox full"},
    ],
)
def test_a_refusal_that_is_not_about_the_mailbox_marks_nobody(smtp, answers):
    smtp.answers.update(answers)

    assert [send(NEWS), send(NEWS)] == [False, False]
    assert SentMail.objects.get().error_code == next(iter(answers.values()))[:3]
    assert not Unreachable.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"RCPT": "450 busy"}, smtplib.SMTPRecipientsRefused),
        ({"DATA": "451 try later"}, smtplib.SMTPDataError),
        ({"DATA": "drop"}, smtplib.SMTPServerDisconnected),
        ({"MAIL": "553 who are you"}, smtplib.SMTPSenderRefused),
        ({"EHLO": "500 what", "HELO": "550 no"}, smtplib.SMTPHeloError),
    ],
)
def test_what_may_help_later_is_tried_again_under_the_same_id(smtp, answers, error):
    smtp.answers.update(answers)
    with pytest.raises(error):
        send(NEWS)
    row = SentMail.objects.get()
    assert (row.sent_at, row.refused_at, row.sending_until) == (None, None, None)

    smtp.answers.clear()
    assert send(NEWS)
    [message] = smtp.messages
    assert message["Message-ID"] == mail_service._message(NEWS).extra_headers["Message-ID"]
    assert not Unreachable.objects.exists()


@pytest.mark.django_db
def test_staff_let_mails_go_to_an_address_again(smtp):
    smtp.answers["RCPT"] = "550 no"
    send(NEWS)
    smtp.answers.clear()
    staff, mark = make_staff_user("soporte"), Unreachable.objects.get()

    assert lift_unreachable(unreachable_id=mark.pk, actor_id=staff.pk)
    assert not lift_unreachable(unreachable_id=mark.pk, actor_id=staff.pk)

    assert send(replace(NEWS, about="order-2"))
    entry = AuditEntry.objects.get(action="messages.unreachable_lifted")
    assert (entry.actor_id, entry.subject_id) == (staff.pk, str(mark.pk))


@pytest.mark.django_db
def test_a_mail_whose_sender_died_waits_for_the_end_of_the_lease(smtp):
    SentMail.objects.create(
        key=NEWS.key, kind="test", recipient=NEWS.recipient, subject="x",
        sending_until=DbNow() + timedelta(seconds=60),
    )  # fmt: skip
    with pytest.raises(BeingSent):
        send(NEWS)
    SentMail.objects.update(sending_until=DbNow() - timedelta(seconds=1))

    assert send(NEWS)
    assert len(smtp.messages) == 1


@pytest.fixture
def slow(monkeypatch):
    """Let a delivery take its time, so that two are surely in it together if they may be."""
    everybody, sent = threading.Barrier(2), []

    def deliver(message):
        try:
            everybody.wait(timeout=0.5)
        except threading.BrokenBarrierError:
            pass
        sent.append(message.to)

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", deliver)
    return sent


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_of_one_mail_send_once(slow, race):
    outcomes = race([lambda: send(NEWS)] * 2)

    assert tally(outcomes) == {"True": 1, "BeingSent": 1}
    assert len(slow) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lease_both_deliveries_would_send(slow, race, monkeypatch):
    """Control: the test above can lose."""
    monkeypatch.setattr(mail_service, "claim", lambda *args, **kwargs: True)

    outcomes = race([lambda: send(NEWS)] * 2)

    assert tally(outcomes) == {"True": 2}
    assert len(slow) == 2
