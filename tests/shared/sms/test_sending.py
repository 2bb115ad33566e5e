import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.models import SentSms, Unreachable
from marketplace.shared.services import claims
from marketplace.shared.services.reach import lift_unreachable
from marketplace.shared.services.sms import Sms, send_sms
from marketplace.shared.sms.base import HandedOver, SmsOutcomeUnknown, SmsPutOff
from tests.support.races import tally

Status = SentSms.Status


def code(recipient="+573000000001", about="code-1", text="Su código de Plaza es 123456"):
    return Sms(kind="accounts.code", about=about, recipient=recipient, text=text)


@pytest.mark.django_db
def test_a_message_is_handed_over_once_with_form_basic_and_callback(twilio, settings):
    assert [send_sms(code()), send_sms(code())] == [True, False]

    [form] = twilio.requests
    row = SentSms.objects.get()
    assert form == {
        "To": "+573000000001",
        "From": "+15005550006",
        "Body": "Su codigo de Plaza es 123456",
        "StatusCallback": f"{settings.PUBLIC_BASE_URL}/api/v1/notifications/twilio/status?sms={row.pk}",
    }
    assert (row.kind, row.recipient, row.status, row.segments) == (
        "accounts.code", "+573000000001", Status.QUEUED, 1,
    )  # fmt: skip
    assert (row.provider_id, row.error_code, row.unknowns) == (twilio.messages[0]["sid"], "", 0)
    assert (row.sent_at is not None, row.sending_until) == (True, None)


@pytest.mark.django_db
def test_the_text_is_kept_nowhere(twilio):
    send_sms(code())

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(row)::text FROM shared_sentsms row")
        assert "123456" not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_an_account_and_its_token_do_as_well_as_a_key(twilio, settings):
    settings.TWILIO_API_KEY_SID = settings.TWILIO_API_KEY_SECRET = ""
    settings.TWILIO_FROM, settings.TWILIO_MESSAGING_SERVICE_SID = "", "MG" + "2" * 32

    assert send_sms(code())
    assert twilio.requests[0]["MessagingServiceSid"] == "MG" + "2" * 32
    assert "From" not in twilio.requests[0]


@pytest.mark.django_db
def test_without_a_token_no_reports_are_asked_for(twilio, settings):
    settings.TWILIO_AUTH_TOKEN = ""

    assert send_sms(code())
    assert "StatusCallback" not in twilio.requests[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("recipient", "error"),
    [("+573000000003", "21211"), ("+573000000004", "21610"), ("+573000000008", "21614")],
)
def test_a_bad_number_is_refused_for_good_and_marked(twilio, recipient, error):
    assert [send_sms(code(recipient)), send_sms(code(recipient))] == [False, False]

    row, mark = SentSms.objects.get(), Unreachable.objects.get()
    assert (row.status, row.error_code, row.sent_at) == (Status.FAILED, error, None)
    assert (mark.channel, mark.address, mark.reason) == ("sms", recipient, error)
    assert len(twilio.requests) == 1


@pytest.mark.django_db
def test_a_marked_number_is_skipped_until_staff_lift_it(twilio, staff_id):
    send_sms(code("+573000000004"))
    twilio.requests.clear()

    assert not send_sms(code("+573000000004", about="code-2"))
    assert twilio.requests == []
    assert SentSms.objects.get(key__contains="code-2").error_code == "unreachable"

    assert lift_unreachable(unreachable_id=Unreachable.objects.get().pk, actor_id=staff_id)
    send_sms(code("+573000000004", about="code-3"))
    assert len(twilio.requests) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("recipient", ["+576012345678", "601 234 5678", "+15005550006", "", "x"])
def test_what_is_no_mobile_gets_no_sms(twilio, recipient):
    assert send_sms(code(recipient)) is False

    row = SentSms.objects.get()
    assert (row.status, row.error_code, twilio.requests) == (Status.FAILED, "not_a_mobile", [])


@pytest.mark.django_db
def test_wrong_credentials_are_final_and_called_out(twilio, settings, caplog):
    settings.TWILIO_API_KEY_SECRET = "wrong"

    assert send_sms(code()) is False

    assert SentSms.objects.get().error_code == "20003"
    assert "SMS refused because of our account" in [
        record.message for record in caplog.records if record.levelname == "ERROR"
    ]
    assert not Unreachable.objects.exists()


@pytest.mark.django_db
def test_too_many_is_tried_again_later(twilio):
    with pytest.raises(SmsPutOff, match="20429"):
        send_sms(code("+573000000006"))
    row = SentSms.objects.get()
    assert (row.status, row.unknowns, row.sending_until) == (Status.QUEUED, 0, None)

    assert send_sms(code("+573000000006"))
    assert len(twilio.messages) == 1


@pytest.mark.django_db
def test_a_provider_that_cannot_be_reached_is_tried_as_often_as_the_caller_likes(twilio, settings):
    settings.TWILIO_BASE_URL = "http://127.0.0.1:9"

    for _ in range(4):
        with pytest.raises(SmsPutOff):
            send_sms(code())

    assert SentSms.objects.get().unknowns == 0


@pytest.mark.django_db
@pytest.mark.parametrize("recipient", ["+573000000005", "+573000000007"])
def test_a_lost_answer_is_repeated_once_and_no_more(twilio, recipient):
    with pytest.raises(SmsOutcomeUnknown):
        send_sms(code(recipient))
    assert [send_sms(code(recipient)), send_sms(code(recipient))] == [False, False]

    row = SentSms.objects.get()
    assert (len(twilio.requests), row.unknowns, row.error_code) == (2, 2, "no_answer")
    assert (row.status, row.sent_at) == (Status.QUEUED, None)


@pytest.mark.django_db
def test_a_process_that_died_in_the_call_counts_as_a_lost_answer(twilio, monkeypatch):
    def die(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as deadly:
        deadly.setattr("marketplace.shared.http.OutgoingClient.request", die)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                send_sms(code())
            with pytest.raises(claims.BeingSent):
                send_sms(code())
            SentSms.objects.update(sending_until=DbNow() - timedelta(seconds=1))

    assert send_sms(code()) is False
    assert twilio.requests == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  ", "a" * 1_601])
def test_a_text_that_is_none_or_too_long_is_a_mistake(twilio, text):
    with pytest.raises(ValueError, match="1 to 1600"):
        send_sms(code(text=text))

    assert (SentSms.objects.count(), twilio.requests) == (0, [])


@pytest.mark.django_db
def test_no_sms_leaves_inside_a_transaction(twilio):
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        send_sms(code())

    assert twilio.requests == []


@pytest.mark.django_db
def test_the_demo_keeps_each_message_in_a_file(settings, tmp_path):
    settings.SMS_BACKEND, settings.SMS_FILE_PATH = "file", str(tmp_path / "sms")

    assert send_sms(code("300 000 0001"))

    [file] = Path(settings.SMS_FILE_PATH).iterdir()
    message = json.loads(file.read_text())
    assert message.pop("moment") <= clock.now().isoformat()
    assert message == {"to": "+573000000001", "text": "Su codigo de Plaza es 123456"}
    assert SentSms.objects.get().status == Status.SENT


@pytest.mark.django_db
def test_a_shop_without_sms_says_so(settings):
    settings.SMS_BACKEND = "none"

    assert send_sms(code()) is False
    assert SentSms.objects.get().error_code == "sms_off"


@pytest.mark.django_db
def test_the_console_shows_the_message(settings, caplog):
    settings.SMS_BACKEND = "console"
    caplog.set_level("INFO", "plaza.sms")

    assert send_sms(code())
    assert [record.text for record in caplog.records if record.message == "SMS"] == [
        "Su codigo de Plaza es 123456"
    ]


class SlowSms:
    """Takes its time, so that two callers are surely in it together if they may be."""

    def __init__(self) -> None:
        self.calls = 0
        self.everybody = threading.Barrier(2)

    def send(self, **message):
        self.calls += 1
        try:
            self.everybody.wait(timeout=0.5)
        except threading.BrokenBarrierError:
            pass
        return HandedOver(provider_id=f"slow-{self.calls}", status=Status.SENT)


@pytest.fixture
def slow(monkeypatch):
    backend = SlowSms()
    monkeypatch.setattr("marketplace.shared.services.sms.backend", lambda: backend)
    return backend


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_of_one_message_send_once(slow, race):
    outcomes = race([lambda: send_sms(code())] * 2)

    assert tally(outcomes) == {"True": 1, "BeingSent": 1}
    assert slow.calls == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lease_both_deliveries_would_send(slow, race, monkeypatch):
    """Control: the test above can lose."""
    monkeypatch.setattr("marketplace.shared.services.sms.claim", lambda *args, **kwargs: True)

    outcomes = race([lambda: send_sms(code())] * 2)

    assert tally(outcomes) == {"True": 2}
    assert slow.calls == 2
