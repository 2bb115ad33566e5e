"""Second factors at the same time, and controls that show that each race can be lost."""

import threading
from functools import partial
from unittest import mock

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.invariants import CHECKS
from accounts.models import LoginSession, RecoveryCode, TotpDevice
from accounts.selectors.sessions import devices_seen
from accounts.services import login as login_module
from accounts.services import second_factor, sessions
from accounts.services.login import finish_login
from accounts.services.login import login as log_in
from accounts.services.sessions import TOO_MANY, start_session
from accounts.services.tokens import IssuedTokens
from tests.factories.accounts import PASSWORD, make_user, sign_in, turn_on_second_factor
from tests.support.races import tally

pytestmark = pytest.mark.django_db(transaction=True)

RUNNERS = 20


@pytest.fixture(autouse=True)
def wide_limits(settings):
    """The guard's own races are elsewhere; here nobody is kept waiting by it."""
    settings.LOGIN_FAILURE_LIMITS = dict.fromkeys(settings.LOGIN_FAILURE_LIMITS, 1_000)


def served(outcomes):
    return tally(
        ["served" if isinstance(outcome, IssuedTokens) else outcome for outcome in outcomes]
    )


def first_step(user):
    return log_in(email=user.email, password=PASSWORD).challenge


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_many_with_one_challenge_and_code_one_is_served(race, kind):
    user = make_user()
    phone = turn_on_second_factor(user)
    code = phone.code() if kind == "app" else phone.recovery_codes[0]
    once = partial(finish_login, challenge=first_step(user), code=code)

    outcomes = served(race([once] * RUNNERS))

    assert outcomes == {"served": 1, "InvalidChallenge": RUNNERS - 1}
    assert LoginSession.objects.count() == 1


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_many_challenges_with_one_code_one_is_served(race, kind):
    user = make_user()
    phone = turn_on_second_factor(user)
    code = phone.code() if kind == "app" else phone.recovery_codes[0]
    steps = [partial(finish_login, challenge=first_step(user), code=code) for _ in range(RUNNERS)]

    outcomes = served(race(steps))

    assert outcomes == {"served": 1, "InvalidSecondFactor": RUNNERS - 1}
    assert LoginSession.objects.count() == 1
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == (kind == "recovery")


def test_of_many_guesses_at_one_challenge_five_are_evaluated(race):
    user = make_user()
    phone = turn_on_second_factor(user)
    guess = partial(finish_login, challenge=first_step(user), code=phone.wrong_code())

    outcomes = served(race([guess] * RUNNERS))

    assert outcomes == {"InvalidSecondFactor": 5, "InvalidChallenge": RUNNERS - 5}


def test_without_the_conditions_one_code_serves_everybody(race):
    """Control: the conditional updates, under the lock of the person, are what stops them."""
    user = make_user()
    phone = turn_on_second_factor(user)
    steps = [partial(finish_login, challenge=first_step(user), code=phone.code()) for _ in range(4)]
    everybody_has_read = threading.Barrier(len(steps))

    def take_blindly(device, code):
        everybody_has_read.wait(timeout=30)
        TotpDevice.objects.filter(pk=device.pk).update(last_used_step=1)
        return True

    with (
        mock.patch.object(QuerySet, "select_for_update", lambda queryset, **_: queryset),
        mock.patch.object(second_factor, "_take_step", take_blindly),
    ):
        outcomes = served(race(steps))

    assert outcomes == {"served": 4}


def test_many_logins_leave_no_more_sessions_than_allowed(race, settings):
    settings.MAX_LOGIN_SESSIONS = 3
    user = make_user()
    first = sign_in(user)
    enter = partial(log_in, email=user.email, password=PASSWORD)

    outcomes = served(race([enter] * RUNNERS))

    ended = LoginSession.objects.filter(revoked_reason=TOO_MANY)
    assert outcomes == {"served": RUNNERS}
    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 3
    assert ended.count() == RUNNERS + 1 - 3
    assert LoginSession.objects.order_by("created_at").first() in ended
    assert first.user == user
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(check.sql)
            assert cursor.fetchall() == [], check.code


def test_without_the_lock_of_the_person_more_sessions_stay(race, settings):
    """Control: everybody counts before anybody opens a session."""
    settings.MAX_LOGIN_SESSIONS = 3
    user = make_user()
    everybody_has_counted = threading.Barrier(8)

    def count_together(**values):
        seen = devices_seen(**values)
        everybody_has_counted.wait(timeout=30)
        return seen

    def no_update(user, kind, *, second_factor=False):
        return start_session(user=user, kind=kind, second_factor=second_factor)

    with (
        mock.patch.object(QuerySet, "select_for_update", lambda queryset, **_: queryset),
        mock.patch.object(login_module, "_session", no_update),
        mock.patch.object(sessions, "devices_seen", count_together),
    ):
        outcomes = served(race([partial(login_module.admit, user=user)] * 8))

    assert outcomes == {"served": 8}
    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 8
