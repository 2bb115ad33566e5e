from itertools import permutations
from urllib.parse import urlencode

import pytest
import requests

from marketplace.shared.models import SentSms
from marketplace.shared.services import sms as sms_service
from marketplace.shared.services.sms import RANK, Sms, note_report, send_sms
from tests.support.twilio import TOKEN, signature

Status = SentSms.Status
PATH = "/api/v1/notifications/twilio/status"
FORM = "application/x-www-form-urlencoded"
REPORT = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+573001112233", "Extra": ""}


@pytest.fixture
def sms() -> SentSms:
    return SentSms.objects.create(
        key="k", kind="test", recipient="+573001112233", provider_id="SM1"
    )


@pytest.fixture
def twilio_token(settings):
    settings.TWILIO_AUTH_TOKEN = TOKEN
    settings.PUBLIC_BASE_URL = "https://tienda.example.co"


def report(api, form=REPORT, *, path=PATH, signed_url=None, headers=None):
    """Send ``form`` as Twilio would; the proxy in front has turned https into http."""
    url = signed_url or f"https://tienda.example.co{path}"
    headers = headers if headers is not None else {"X-Twilio-Signature": signature(url, form)}
    return api.post(path, urlencode(form), content_type=FORM, headers=headers)


def unchanged(sms) -> bool:
    row = SentSms.objects.get(pk=sms.pk)
    return (row.status, row.sent_at, row.error_code) == (Status.QUEUED, None, "")


@pytest.mark.django_db
def test_a_signed_report_brings_the_message_forward(api, sms, twilio_token):
    answer = report(api)

    assert (answer.status_code, answer.content) == (204, b"")
    sms.refresh_from_db()
    assert (sms.status, sms.sent_at is not None) == (Status.DELIVERED, True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [PATH + "/", PATH + "?sms=7&x=%C3%A1"])
def test_the_path_and_query_are_signed_as_they_were_called(api, sms, twilio_token, path):
    assert report(api, path=path).status_code == 204
    assert not unchanged(sms)


@pytest.mark.django_db
def test_the_standard_port_may_be_signed(api, sms, twilio_token):
    url = f"https://tienda.example.co:443{PATH}"

    assert report(api, signed_url=url).status_code == 204
    assert not unchanged(sms)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "AAAA"},
        {"X-Twilio-Signature": "\u00f1"},
        {"X-Twilio-Signature": signature(f"http://tienda.example.co{PATH}", REPORT)},
        {"X-Twilio-Signature": signature(f"https://otra.example.co{PATH}", REPORT)},
        {"X-Twilio-Signature": signature(f"https://tienda.example.co{PATH}", REPORT, "other")},
        {
            "X-Twilio-Signature": signature(f"https://tienda.example.co{PATH}", REPORT),
            "X-Twilio-Webhooks-Signature-Settings": "key=1,algorithm=HMAC_SHA256",
        },
    ],
)
def test_an_unsigned_report_is_refused_and_changes_nothing(api, sms, twilio_token, headers):
    answer = report(api, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (403, "untrusted_report")
    assert unchanged(sms)


@pytest.mark.django_db
def test_a_changed_form_is_refused(api, sms, twilio_token):
    headers = {"X-Twilio-Signature": signature(f"https://tienda.example.co{PATH}", REPORT)}

    for forged in ({"MessageStatus": "failed"}, {"New": "1"}):
        assert report(api, REPORT | forged, headers=headers).status_code == 403
    assert unchanged(sms)


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"\xff\xfe=%", b"a=1&" * 300, b"{}", b""])
def test_a_strange_body_is_refused(api, sms, twilio_token, body):
    answer = api.post(PATH, body, content_type=FORM, headers={"X-Twilio-Signature": "x"})

    assert answer.status_code == 403
    assert unchanged(sms)


@pytest.mark.django_db
def test_a_huge_body_is_not_read(api, sms, twilio_token):
    answer = api.post(PATH, b"a=" + b"x" * 70_000, content_type=FORM)

    assert answer.status_code == 413


@pytest.mark.django_db
def test_without_a_token_no_report_is_believed(api, sms, settings):
    settings.TWILIO_AUTH_TOKEN = ""

    answer = report(api)

    assert (answer.status_code, answer.json()["code"]) == (503, "report_secret_missing")
    assert unchanged(sms)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form",
    [
        REPORT | {"MessageSid": "SM-of-nobody"},
        REPORT | {"MessageStatus": "received"},
        {"Foo": "bar"},
    ],
)
def test_a_signed_report_about_nothing_of_ours_is_answered_and_ignored(
    api, sms, twilio_token, form
):
    assert report(api, form).status_code == 204
    assert unchanged(sms)


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["delivered", "undelivered", "failed"])
def test_reports_in_any_order_and_twice_end_the_same(end):
    way = ["queued", "sending", "sent", end]
    for number, order in enumerate(permutations(way)):
        SentSms.objects.create(
            key=f"{end}{number}", kind="test", recipient="+573001112233", provider_id=f"SM{number}"
        )
        for status in (*order, order[0]):
            note_report(provider_id=f"SM{number}", status=status, error_code="30003")

    rows = SentSms.objects.values_list("status", "error_code").distinct()
    assert list(rows) == [(end, "" if end == "delivered" else "30003")]


@pytest.mark.django_db
def test_no_report_moves_a_message_back():
    for before in RANK:
        for told in RANK:
            row = SentSms.objects.create(
                key=f"{before}{told}",
                kind="test",
                recipient="+573001112233",
                status=before,
                provider_id=f"SM-{before}-{told}",
            )
            moved = note_report(provider_id=row.provider_id, status=told)
            row.refresh_from_db()
            assert moved == (RANK[told] > RANK[before]), (before, told)
            assert row.status == (told if moved else before)


@pytest.mark.django_db
def test_a_report_faster_than_the_answer_is_kept(twilio, monkeypatch):
    taken = twilio.answer

    def report_at_once(path, headers, form):
        status, message = taken(path, headers, form)
        reference = form["StatusCallback"].rpartition("=")[2]
        early.append((message["sid"], reference))
        return status, message

    early: list[tuple[str, str]] = []
    monkeypatch.setattr(twilio, "answer", report_at_once)
    note_handed_over = sms_service._note_handed_over

    def after_the_report(pk, handed):
        [(sid, reference)] = early
        assert note_report(provider_id=sid, status="delivered", reference=reference)
        note_handed_over(pk, handed)

    monkeypatch.setattr(sms_service, "_note_handed_over", after_the_report)

    assert send_sms(Sms(kind="test", about="1", recipient="+573000000001", text="Hola"))
    row = SentSms.objects.get()
    assert (row.status, row.provider_id) == (Status.DELIVERED, twilio.messages[0]["sid"])


@pytest.mark.django_db
def test_a_message_whose_answer_was_lost_is_found_by_its_reference(twilio):
    news = Sms(kind="test", about="1", recipient="+573000000005", text="Hola")
    with pytest.raises(OSError, match="usable"):
        send_sms(news)
    row = SentSms.objects.get()

    assert note_report(provider_id="SM9", status="sent", reference=str(row.pk))
    assert not note_report(provider_id="SM10", status="delivered", reference=str(row.pk))
    row.refresh_from_db()

    assert (row.status, row.provider_id, row.sent_at is not None) == (Status.SENT, "SM9", True)
    assert send_sms(news) is False
    assert len(twilio.requests) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("reference", ["", "x", "-1", "٣", "9" * 40])
def test_a_strange_reference_finds_nothing(reference):
    assert not note_report(provider_id="SM9", status="sent", reference=reference)


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_over_http_from_queued_to_delivered(twilio, live_server, settings):
    settings.PUBLIC_BASE_URL = live_server.url
    for last in (1, 2):
        send_sms(Sms(kind="test", about="1", recipient=f"+57300000000{last}", text="Su pedido va."))

    for message in twilio.messages:
        reports = twilio.reports(message)
        for form in (*reports, *reversed(reports)):
            headers = {"X-Twilio-Signature": signature(message["callback"], form)}
            answer = requests.post(message["callback"], data=form, headers=headers, timeout=5)
            assert (answer.status_code, answer.content) == (204, b"")

    rows = SentSms.objects.order_by("recipient").values_list("status", "error_code")
    assert list(rows) == [(Status.DELIVERED, ""), (Status.UNDELIVERED, "30003")]
