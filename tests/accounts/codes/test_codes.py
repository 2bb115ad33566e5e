"""Codes: what is stored, what is refused, how often they are sent."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from accounts.errors import CodeLimitReached, CodeTooSoon, NotAMobile, WrongCode
from accounts.models import OneTimeCode, SendRequest
from accounts.services import code_sending
from accounts.services.code_cleanup import delete_old
from accounts.services.codes import ask_code, bound, check_code
from accounts.tasks import delete_old_codes
from marketplace.shared.models import OutboxMessage
from marketplace.shared.request_context import RequestContext, enter_request, leave_request
from marketplace.shared.sms.text import segments
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db

Purpose = OneTimeCode.Purpose
MOBILE = "+573001112233"


@pytest.fixture
def user():
    return make_user()


def ask(user, purpose=Purpose.VERIFY_EMAIL, destination=None):
    ask_code(user_id=user.pk, purpose=purpose, destination=destination or user.email)


def check(user, code, purpose=Purpose.VERIFY_EMAIL):
    return check_code(user_id=user.pk, purpose=purpose, code=code)


def refused(user, code, purpose=Purpose.VERIFY_EMAIL):
    with pytest.raises(WrongCode) as refusal:
        check(user, code, purpose)
    return refusal.value.details


def other(digits):
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def test_the_digits_are_made_when_they_are_sent_and_kept_as_a_bound_hash(user, inbox):
    ask(user)
    waiting = OneTimeCode.objects.get()
    assert (waiting.code_hash, waiting.sent_at) == ("", None)

    digits = inbox.mailed_code(user.email)

    code = OneTimeCode.objects.get()
    assert digits not in code.code_hash
    assert check_password(f"{user.pk}:verify_email:{user.email}:{digits}", code.code_hash)
    assert not check_password(digits, code.code_hash)
    assert code.sent_at is not None
    assert timedelta(minutes=9) < code.expires_at - code.created_at < timedelta(minutes=11)
    assert digits not in mail.outbox[-1].subject
    assert digits in mail.outbox[-1].alternatives[0][0]


def test_an_sms_is_one_segment_and_goes_to_the_destination(user, inbox):
    ask(user, Purpose.VERIFY_PHONE, MOBILE)

    (text,) = inbox.sms(MOBILE)

    assert re.fullmatch(
        r"Plaza: su c[oó]digo es \d{6}\. Vence en 10 minutos\. No la comparta con nadie\.", text
    )
    assert segments(text) == 1
    check(user, inbox.sms_code(), Purpose.VERIFY_PHONE)


def test_a_landline_gets_no_code(user):
    for destination in ("+576011234567", ""):
        with pytest.raises(NotAMobile):
            ask(user, Purpose.CHANGE_PHONE, destination or "")

    assert (OneTimeCode.objects.count(), SendRequest.objects.count()) == (0, 0)


def test_a_code_works_once(user, inbox):
    ask(user)
    digits = inbox.mailed_code()

    code = check(user, digits)

    assert code.destination == user.email
    assert OneTimeCode.objects.get().used_at is not None
    assert refused(user, digits) == {}


def test_the_right_code_is_refused_after_five_wrong_ones(user, inbox):
    ask(user)
    digits = inbox.mailed_code()

    left = [refused(user, other(digits))["tries_left"] for _ in range(5)]

    assert left == [4, 3, 2, 1, 0]
    assert refused(user, digits) == {}
    assert (OneTimeCode.objects.get().attempts, OneTimeCode.objects.get().used_at) == (5, None)


def test_wrong_expired_used_replaced_and_never_asked_read_alike(user, inbox, later):
    messages = set()

    def note(person, code, purpose=Purpose.VERIFY_EMAIL):
        with pytest.raises(WrongCode) as refusal:
            check(person, code, purpose)
        messages.add((refusal.value.code, refusal.value.http_status, refusal.value.message))

    note(user, "123456")
    ask(user)
    note(user, "123456")  # not made yet
    first = inbox.mailed_code()
    note(user, other(first))
    note(user, first, Purpose.VERIFY_PHONE)
    note(make_user(), first)
    note(user, "áé" * 10)
    with later(minutes=11):
        note(user, first)
    with later(seconds=61):
        ask(user)
        note(user, first)
        check(user, inbox.mailed_code())
        note(user, inbox.mailed_code())

    assert len(messages) == 1
    assert messages.pop()[:2] == ("wrong_code", 400)


def test_a_hash_moved_to_another_destination_proves_nothing(user, inbox):
    ask(user)
    digits = inbox.mailed_code()
    OneTimeCode.objects.update(destination="otra@example.com")

    refused(user, digits)


def test_a_check_inside_a_transaction_is_a_fault(user, inbox):
    ask(user)
    digits = inbox.mailed_code()

    with pytest.raises(RuntimeError), transaction.atomic():
        check(user, digits)

    assert OneTimeCode.objects.get().attempts == 0


def test_another_code_comes_after_sixty_seconds_and_not_before(user, inbox, later):
    ask(user)
    first = inbox.mailed_code()
    with pytest.raises(CodeTooSoon) as refusal:
        ask(user)

    assert 1 <= refusal.value.details["retry_after"] <= 60
    assert (OneTimeCode.objects.count(), SendRequest.objects.count()) == (1, 1)
    with later(seconds=61):
        ask(user)
        assert OneTimeCode.objects.filter(replaced_at__isnull=True).count() == 1
        refused(user, first)
        check(user, inbox.mailed_code())


def test_a_number_gets_five_sms_an_hour_and_ten_a_day_over_all_accounts(later):
    people = iter([make_user() for _ in range(13)])

    def send(**moment):
        with later(**moment):
            ask(next(people), Purpose.CHANGE_PHONE, MOBILE)

    for number in range(5):
        send(seconds=61 * number)
    with pytest.raises(CodeLimitReached) as hourly:
        send(seconds=305)
    for number in range(5):
        send(hours=2, seconds=61 * number)
    with pytest.raises(CodeLimitReached) as daily:
        send(hours=5)
    send(hours=24, seconds=1)

    assert 3_250 < hourly.value.details["retry_after"] < 3_300
    assert 68_300 < daily.value.details["retry_after"] <= 68_400
    assert SendRequest.objects.count() == 11


def test_a_person_and_a_network_have_limits_that_no_resend_resets(settings, later):
    settings.CODE_LIMITS = settings.CODE_LIMITS | {"person": [(2, 86_400)], "block": [(3, 3_600)]}
    enter_request(RequestContext(ip="192.0.2.7"))
    try:
        user = make_user()
        for number in range(2):
            with later(minutes=2 * number):
                ask(user, destination=f"buzon{number}@example.com")
        with later(minutes=6), pytest.raises(CodeLimitReached):
            ask(user, destination="buzon9@example.com")
        with later(hours=23), pytest.raises(CodeLimitReached):
            ask(user, destination="buzon9@example.com")
        enter_request(RequestContext(ip="192.0.2.200"))
        ask(make_user())
        with pytest.raises(CodeLimitReached):
            ask(make_user())
        enter_request(RequestContext(ip="198.51.100.1"))
        ask(make_user())
    finally:
        leave_request()
    assert SendRequest.objects.filter(block="192.0.2.0/24").count() == 3


def test_delivering_twice_sends_once(user, inbox):
    ask(user)
    digits = inbox.mailed_code()
    OutboxMessage.objects.update(status="waiting", done_at=None)

    inbox.drain()

    assert len([sent for sent in mail.outbox if "código" in sent.subject]) == 1
    check(user, digits)


def test_a_mail_whose_sending_was_not_noted_keeps_its_code(user, inbox):
    """A worker died between sending and noting: the next delivery sends nothing new."""
    ask(user)
    digits = inbox.mailed_code()
    OneTimeCode.objects.update(sent_at=None)

    assert code_sending.send_code(code_id=OneTimeCode.objects.get().pk) is False

    check(user, digits)


def test_a_mail_server_that_fails_gets_other_digits_the_next_time(user, inbox, monkeypatch):
    bodies = []

    def fails(backend, messages):
        bodies.extend(message.body for message in messages)
        raise smtplib.SMTPServerDisconnected("gone")

    ask(user)
    code_id = OneTimeCode.objects.get().pk
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", fails)
        with pytest.raises(OSError, match="gone"):
            code_sending.send_code(code_id=code_id)
    assert OneTimeCode.objects.get().sent_at is None

    unknown = re.search(r"es: (\d{6})", bodies[0])[1]
    with monkeypatch.context() as moment:
        moment.setattr("accounts.services.code_sending.make_digits", lambda: other(unknown))
        assert code_sending.send_code(code_id=code_id) is True
    refused(user, unknown)
    check(user, other(unknown))


def test_nothing_is_sent_when_a_code_is_replaced_expired_or_its_account_closed(user, later):
    ask(user)
    code = OneTimeCode.objects.get()

    with later(minutes=11):
        assert code_sending.send_code(code_id=code.pk) is False
    user.is_active = False
    user.save()
    assert code_sending.send_code(code_id=code.pk) is False
    OneTimeCode.objects.update(replaced_at=code.created_at)
    assert code_sending.send_code(code_id=code.pk) is False
    assert OneTimeCode.objects.get().code_hash == ""


def test_the_hash_covers_person_purpose_and_destination(user):
    code = OneTimeCode(user=user, purpose=Purpose.VERIFY_PHONE, destination=MOBILE)

    assert bound(code, "012345") == f"{user.pk}:verify_phone:{MOBILE}:012345"


def test_old_codes_and_requests_are_forgotten_and_counted_ones_are_not(user, inbox, later):
    ask(user)
    inbox.drain()

    with later(hours=25):
        assert delete_old() == {"codes": 0, "links": 0, "requests": 0}
    with later(days=3):
        assert delete_old() == {"codes": 0, "links": 0, "requests": 1}
    with later(days=31):
        delete_old_codes()
    assert OneTimeCode.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_asking_and_checking_cost(inbox, django_assert_num_queries):
    user = make_user()
    with django_assert_num_queries(8) as asked:
        ask(user)
    inbox.drain()
    digits = inbox.mailed_code()
    with django_assert_num_queries(3) as checked:
        check(user, digits)

    verbs = [query["sql"].split()[0] for query in asked]
    assert verbs == ["BEGIN", "SELECT", "SELECT", "INSERT", "UPDATE", "INSERT", "INSERT", "COMMIT"]
    assert [query["sql"].split()[0] for query in checked] == ["SELECT", "UPDATE", "UPDATE"]
