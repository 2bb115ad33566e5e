import copy
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.db import transaction

from marketplace.shared.models import SentMail
from marketplace.shared.services.mail import Mail, send

NEWS = Mail(
    kind="test",
    about="order-1",
    recipient="ana@example.com",
    subject="Su pedido",
    template="kernel_test",
    context={"name": "Ana <script>"},
)


@pytest.fixture(autouse=True)
def templates(settings):
    changed = copy.deepcopy(settings.TEMPLATES)
    changed[0]["DIRS"] = [*changed[0]["DIRS"], Path(__file__).parent.parent / "templates"]
    settings.TEMPLATES = changed


@pytest.mark.django_db
def test_a_mail_has_text_and_html_and_is_escaped():
    assert send(NEWS)

    [message] = outgoing.outbox
    assert (message.to, message.subject) == (["ana@example.com"], "Su pedido")
    assert message.body.startswith("Hola Ana")
    assert settings.PUBLIC_BASE_URL in message.body
    [(html, kind)] = vars(message)["alternatives"]
    assert (kind, "&lt;script&gt;" in html, "<script>" in html) == ("text/html", True, False)
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert SentMail.objects.get().sent_at is not None


@pytest.mark.django_db
def test_the_same_news_goes_out_once():
    assert [send(NEWS), send(NEWS), send(NEWS)] == [True, False, False]
    assert len(outgoing.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other", [{"about": "order-2"}, {"kind": "other"}, {"recipient": "luz@example.com"}]
)
def test_other_news_goes_out_too(other):
    send(NEWS)

    assert send(replace(NEWS, **other))
    assert len(outgoing.outbox) == 2


@pytest.mark.django_db
def test_a_mail_server_that_fails_is_tried_again_with_the_same_id(monkeypatch):
    ids = []

    def fail(message):
        ids.append(message.extra_headers["Message-ID"])
        raise OSError("no server")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
        with pytest.raises(OSError, match="no server"):
            send(NEWS)
    assert SentMail.objects.get().sent_at is None

    assert send(NEWS)
    assert [message.extra_headers["Message-ID"] for message in outgoing.outbox] == ids


@pytest.mark.django_db
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028"])
def test_a_subject_cannot_forge_headers(line_break):
    send(replace(NEWS, subject=f"Su{line_break}Bcc: all@example.com{line_break}{line_break}pedido"))

    [message] = outgoing.outbox
    assert message.subject == "Su Bcc: all@example.com pedido"
    assert message.message()["Bcc"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("recipient", ["ana@example.com\nBcc: all@example.com", ""])
def test_an_address_cannot_forge_headers(recipient):
    with pytest.raises(ValueError, match="one address"):
        send(replace(NEWS, recipient=recipient))

    assert (SentMail.objects.count(), outgoing.outbox) == (0, [])


@pytest.mark.django_db
def test_long_addresses_do_not_meet_under_one_key():
    base = "a" * 240
    first, second = (
        replace(NEWS, recipient=base + "1@x.co"),
        replace(NEWS, recipient=base + "2@x.co"),
    )

    assert len(first.key) <= 200
    assert first.key != second.key


@pytest.mark.django_db
def test_no_mail_leaves_inside_a_transaction():
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        send(NEWS)

    assert outgoing.outbox == []
