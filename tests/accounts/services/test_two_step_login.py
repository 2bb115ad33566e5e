"""Logins of people with a second factor, by API and by browser."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from accounts.errors import (
    InvalidChallenge,
    InvalidCredentials,
    InvalidSecondFactor,
    SecondFactorRequired,
    TooManyAttempts,
)
from accounts.models import LoginChallenge, LoginSession, RecoveryCode, User
from accounts.services.login import SecondFactorNeeded, admit, enter, finish_entry, finish_login
from accounts.services.login import login as log_in
from accounts.services.passwords import change_password
from accounts.services.people import set_active
from accounts.services.sessions import SessionKind
from accounts.services.tokens import IssuedTokens
from accounts.tasks import delete_old_sessions
from marketplace.shared import clock
from marketplace.shared.db import in_transaction
from tests.factories.accounts import (
    PASSWORD,
    make_staff_user,
    make_user,
    turn_on_second_factor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user(email="ana@example.com")


@pytest.fixture
def phone(ana):
    return turn_on_second_factor(ana)


def first_step(**more):
    needed = log_in(email="ana@example.com", password=PASSWORD, **more)
    assert isinstance(needed, SecondFactorNeeded)
    return needed.challenge


@contextmanager
def refused(error):
    with pytest.raises(error):
        yield
    assert LoginSession.objects.count() == 0


def test_the_password_alone_opens_nothing(ana, phone):
    needed = log_in(email=ana.email, password=PASSWORD)

    ana.refresh_from_db()
    assert isinstance(needed, SecondFactorNeeded)
    assert needed.expires_in == 300
    assert LoginSession.objects.count() == 0
    assert ana.last_login is None
    assert needed.challenge not in LoginChallenge.objects.get().digest


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_the_code_opens_a_session_that_says_so(ana, phone, kind):
    code = phone.code() if kind == "app" else phone.recovery_codes[0]

    issued = finish_login(challenge=first_step(), code=f" {code[:3]} {code[3:]} ")

    session = LoginSession.objects.get()
    assert isinstance(issued, IssuedTokens)
    assert (issued.user, session.user, session.second_factor) == (ana, ana, True)
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == (kind == "recovery")


def test_a_challenge_and_a_code_work_once(phone):
    used, fresh = first_step(), first_step()
    finish_login(challenge=used, code=phone.code())

    with pytest.raises(InvalidChallenge):
        finish_login(challenge=used, code=phone.code(steps_off=1))
    with pytest.raises(InvalidSecondFactor):
        finish_login(challenge=fresh, code=phone.code())

    assert LoginSession.objects.count() == 1


def test_a_challenge_admits_five_tries(phone, settings):
    settings.LOGIN_FAILURE_LIMITS = dict.fromkeys(settings.LOGIN_FAILURE_LIMITS, 1_000)
    challenge = first_step()
    for _ in range(5):
        with refused(InvalidSecondFactor):
            finish_login(challenge=challenge, code=phone.wrong_code())

    with refused(InvalidChallenge):
        finish_login(challenge=challenge, code=phone.code())


def test_wrong_codes_lock_whatever_the_challenge_and_right_passwords_do_not_help(phone):
    for _ in range(5):
        with refused(InvalidSecondFactor):
            finish_login(challenge=first_step(), code=phone.wrong_code())

    with refused(TooManyAttempts):
        finish_login(challenge=first_step(), code=phone.code())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda ana: User.objects.filter(pk=ana.pk).update(password="another hash"),
        lambda ana: set_active(user_id=ana.pk, is_active=False, actor_id=None),
        lambda ana: change_password(user_id=ana.pk, current=PASSWORD, new="otra-frase-larga-9"),
        lambda ana: LoginChallenge.objects.update(expires_at=clock.now()),
        lambda ana: LoginChallenge.objects.update(kind="portal"),
    ],
    ids=["other hash", "closed", "new password", "expired", "for a browser"],
)
def test_half_a_login_is_worth_nothing_afterwards(ana, phone, spoil):
    challenge = first_step()
    spoil(ana)

    with refused(InvalidChallenge):
        finish_login(challenge=challenge, code=phone.code())


@pytest.mark.parametrize("challenge", ["", "x", "ñ" * 40, "\x00"])
def test_an_unknown_challenge_is_refused_without_an_attempt(phone, challenge):
    with refused(InvalidChallenge):
        finish_login(challenge=challenge, code=phone.code())


def test_a_challenge_of_the_api_opens_no_browser_and_the_other_way_round(ana, phone):
    needed = enter(email=ana.email, password=PASSWORD, kind=SessionKind.PORTAL)

    with refused(InvalidChallenge):
        finish_login(challenge=needed.challenge, code=phone.code())
    with refused(InvalidChallenge):
        finish_entry(challenge=first_step(), code=phone.code(), kind=SessionKind.PORTAL)
    with refused(InvalidChallenge):
        finish_entry(challenge=needed.challenge, code=phone.code(), kind=SessionKind.ADMIN)

    session = finish_entry(challenge=needed.challenge, code=phone.code(), kind=SessionKind.PORTAL)
    assert (session.kind, session.second_factor, session.user) == ("portal", True, ana)


def test_another_persons_code_does_not_finish_the_login(phone):
    other = turn_on_second_factor(make_user())

    with refused(InvalidSecondFactor):
        finish_login(challenge=first_step(), code=other.code())
    with refused(InvalidSecondFactor):
        finish_login(challenge=first_step(), code=other.recovery_codes[0])

    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 0


def test_staff_who_stop_being_staff_do_not_finish_the_staff_login():
    staff = make_staff_user("soporte", email="ana@example.com")
    phone = turn_on_second_factor(staff)
    challenge = first_step(staff_only=True)
    User.objects.filter(pk=staff.pk).update(is_staff=False)

    with refused(InvalidChallenge):
        finish_login(challenge=challenge, code=phone.code())


def test_staff_without_a_second_factor_get_no_tokens_where_it_is_required(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    staff = make_staff_user("soporte")

    with refused(SecondFactorRequired):
        log_in(email=staff.email, password=PASSWORD, staff_only=True)

    assert log_in(email=staff.email, password=PASSWORD).user == staff
    assert LoginSession.objects.get().second_factor is False


def test_another_first_factor_goes_the_same_way(ana, phone):
    plain = make_user()

    needed = in_transaction(admit)(user=ana)
    issued = in_transaction(admit)(user=plain)

    assert isinstance(needed, SecondFactorNeeded)
    assert issued.user == plain
    set_active(user_id=plain.pk, is_active=False, actor_id=None)
    with pytest.raises(InvalidCredentials):
        admit(user=plain)


def test_old_challenges_are_forgotten(phone):
    first_step()

    with clock.travel(clock.now() + timedelta(hours=2)):
        delete_old_sessions()
        assert LoginChallenge.objects.count() == 1
    with clock.travel(clock.now() + timedelta(days=2)):
        delete_old_sessions()
        assert LoginChallenge.objects.count() == 0
