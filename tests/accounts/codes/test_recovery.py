"""Forgotten passwords."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from django.core import mail

from accounts.errors import CodeLimitReached, InvalidLink, TooManyAttempts, WeakPassword
from accounts.models import (
    LinkToken,
    LoginAttempt,
    LoginSession,
    RecoveryCode,
    SendRequest,
    TotpDevice,
)
from accounts.services.links import digest_of
from accounts.services.login import SecondFactorNeeded, login
from accounts.services.passwords import change_password
from accounts.services.people import set_active
from accounts.services.recovery import ask_reset, reset_password
from accounts.services.tokens import IssuedTokens
from marketplace.shared.models import AuditEntry, OutboxMessage, SentMail
from marketplace.shared.request_context import RequestContext, enter_request, leave_request
from tests.factories.accounts import (
    PASSWORD,
    make_staff_user,
    make_user,
    sign_in,
    turn_on_second_factor,
)

pytestmark = pytest.mark.django_db

NEW = "otra-frase-larga-9"


@pytest.fixture
def user():
    return make_user(email="ana@example.com")


@pytest.fixture
def at():
    """``at("192.0.2.1")``: the requests come from there."""
    yield lambda ip: enter_request(RequestContext(ip=ip))
    leave_request()


def link(user, inbox):
    ask_reset(email=f" {user.email.upper()} ")
    return inbox.token(user.email)


def reset_mails(user):
    return [sent for sent in mail.outbox if sent.subject == "Cree una contraseña nueva"]


def test_the_link_sets_a_new_password_and_ends_every_session(user, inbox):
    sign_in(user)
    token = link(user, inbox)

    reset_password(token=token, password=NEW)

    assert LoginSession.objects.get().revoked_reason == "password_changed"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert inbox.subjects(user.email)[-1] == "Su contraseña cambió"
    assert AuditEntry.objects.filter(action="accounts.password_reset").count() == 1
    with pytest.raises(InvalidLink):
        reset_password(token=token, password="y-otra-frase-larga-9")
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_the_mail_names_our_own_host_and_the_link_lives_an_hour(user, inbox, settings, later):
    settings.PUBLIC_BASE_URL = "https://plaza.example.co"
    token = link(user, inbox)

    body = inbox.mails(user.email)[-1].body
    row = LinkToken.objects.get(purpose="reset_password")

    assert f"https://plaza.example.co/cuenta/restablecer/{token}/" in body
    assert row.digest == digest_of(token)
    assert timedelta(minutes=59) < row.expires_at - row.created_at < timedelta(minutes=61)
    with later(minutes=61), pytest.raises(InvalidLink):
        reset_password(token=token, password=NEW)


def test_a_newer_link_makes_the_older_one_worthless(user, inbox, later):
    first = link(user, inbox)
    with later(minutes=2):
        second = link(user, inbox)
        with pytest.raises(InvalidLink):
            reset_password(token=first, password=NEW)
        reset_password(token=second, password=NEW)


def test_a_weak_password_leaves_the_link_as_it_was(user, inbox):
    token = link(user, inbox)

    with pytest.raises(WeakPassword):
        reset_password(token=token, password="corta")

    assert LinkToken.objects.get(purpose="reset_password").used_at is None
    reset_password(token=token, password=NEW)


def test_staff_need_fifteen_characters(inbox):
    staff = make_staff_user("soporte")
    token = link(staff, inbox)

    with pytest.raises(WeakPassword):
        reset_password(token=token, password="catorce letras")


def test_closed_accounts_and_unknown_addresses_get_nothing(user, inbox):
    token = link(user, inbox)
    set_active(user_id=user.pk, is_active=False, actor_id=None)
    mail.outbox.clear()

    ask_reset(email=user.email)
    ask_reset(email="nadie@example.com")
    inbox.drain()

    assert mail.outbox == []
    with pytest.raises(InvalidLink):
        reset_password(token=token, password=NEW)


def test_a_link_of_another_purpose_resets_nothing(inbox):
    make_user(email="luz@example.com", verified=False)

    with pytest.raises(InvalidLink):
        reset_password(token=inbox.token("luz@example.com"), password=NEW)


def test_asking_writes_the_same_for_every_address(user, at, django_assert_num_queries):
    at("192.0.2.7")
    closed = make_user()
    set_active(user_id=closed.pk, is_active=False, actor_id=None)
    sizes = set()

    for email in (user.email, closed.email, "nadie@example.com"):
        before = OutboxMessage.objects.count()
        with django_assert_num_queries(6):  # lock, count, request, event, in a savepoint
            ask_reset(email=email)
        sizes.add(OutboxMessage.objects.count() - before)

    assert sizes == {1}
    assert set(SendRequest.objects.values_list("user", "handled_at")) == {(None, None)}


def test_asking_takes_the_same_time_for_every_address(user):
    times = {user.email: [], "nadie@example.com": []}

    for _ in range(30):
        for email, taken in times.items():
            started = perf_counter()
            ask_reset(email=email)
            taken.append(perf_counter() - started)

    known, unknown = (median(taken) for taken in times.values())
    assert 0.7 < known / unknown < 1.43


def test_a_second_request_within_a_minute_sends_no_second_mail(user, inbox, later):
    for seconds in (0, 20, 59, 61):
        with later(seconds=seconds):
            ask_reset(email=user.email)
            inbox.drain()

    assert len(reset_mails(user)) == 2


def test_five_an_hour_from_one_network_and_ten_a_day_from_all(user, inbox, later, at):
    for number in range(12):
        with later(minutes=2 * number):
            at(f"198.51.{number // 6}.7")
            ask_reset(email=user.email)
            inbox.drain()
    assert len(reset_mails(user)) == 10

    with later(hours=3):
        at("203.0.113.9")
        ask_reset(email=user.email)
        inbox.drain()
        assert len(reset_mails(user)) == 10

        sign_in(user)
        ask_reset(email=user.email)
        inbox.drain()
        assert len(reset_mails(user)) == 11


def test_a_network_that_asks_for_many_addresses_is_refused(settings, at):
    settings.CODE_LIMITS = settings.CODE_LIMITS | {"block": [(3, 3_600)]}
    at("192.0.2.7")
    for number in range(3):
        ask_reset(email=f"persona{number}@example.net")

    with pytest.raises(CodeLimitReached):
        ask_reset(email="persona4@example.net")

    assert SendRequest.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_reset_forgives_the_failed_passwords_of_this_person(user, inbox, at):
    at("192.0.2.7")
    for _ in range(5):
        with pytest.raises(Exception, match="correo o la contraseña"):
            login(email=user.email, password="equivocada-1")
    with pytest.raises(TooManyAttempts):
        login(email=user.email, password=PASSWORD)

    reset_password(token=link(user, inbox), password=NEW)

    assert login(email=user.email, password=NEW).user.pk == user.pk
    failed = LoginAttempt.objects.filter(outcome=LoginAttempt.Outcome.FAILED)
    assert failed.filter(counts_for_block=True).count() == 5


def test_who_opened_the_account_of_an_unproven_mailbox_is_out_after_a_reset(inbox):
    squatted = make_user(email="libre@example.com", verified=False)
    device = turn_on_second_factor(squatted)

    reset_password(token=link(squatted, inbox), password=NEW)

    issued = login(email="libre@example.com", password=NEW)
    assert isinstance(issued, IssuedTokens)
    assert not TotpDevice.objects.filter(user=squatted).exists()
    assert not RecoveryCode.objects.filter(user=squatted).exists()
    assert device.recovery_codes


def test_the_second_factor_of_a_proven_mailbox_stays_after_a_reset(user, inbox):
    turn_on_second_factor(user)

    reset_password(token=link(user, inbox), password=NEW)

    assert isinstance(login(email=user.email, password=NEW), SecondFactorNeeded)


def test_a_reset_proves_the_mailbox(inbox):
    luz = make_user(email="luz@example.com", verified=False)

    reset_password(token=link(luz, inbox), password=NEW)

    luz.refresh_from_db()
    assert luz.email_verified_at is not None
    assert LinkToken.objects.filter(used_at__isnull=True, replaced_at__isnull=True).count() == 0


def test_a_changed_password_makes_reset_links_worthless(user, inbox):
    token = link(user, inbox)

    change_password(user_id=user.pk, current=PASSWORD, new=NEW)

    with pytest.raises(InvalidLink):
        reset_password(token=token, password="y-otra-frase-larga-9")


def test_no_mail_of_the_reset_says_the_token_in_its_subject_or_row(user, inbox):
    token = link(user, inbox)

    assert not SentMail.objects.filter(subject__contains=token).exists()
    assert not SentMail.objects.filter(key__contains=token).exists()
