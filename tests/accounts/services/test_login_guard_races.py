"""Tries at the same time, on real connections."""

import threading

import pytest

from accounts.errors import TooManyAttempts
from accounts.models import LoginAttempt
from accounts.services import login_guard
from accounts.services.login_guard import AttemptKind, begin_attempt
from marketplace.shared import faults
from marketplace.shared.request_context import RequestContext, enter_request, leave_request
from tests.factories.accounts import make_user
from tests.support.races import tally

pytestmark = pytest.mark.django_db(transaction=True)

RUNNERS = 20


def attempt(email, *, is_right, ip="192.0.2.9", evaluated=None):
    """Return a callable that tries once and tells how it ended."""

    def run():
        enter_request(RequestContext(ip=ip))
        try:
            with begin_attempt(kind=AttemptKind.PASSWORD, name=email) as one:
                if evaluated is not None:
                    evaluated.append(is_right)
                if is_right:
                    one.succeed()
                return "in" if is_right else "evaluated"
        except TooManyAttempts:
            return "refused"
        finally:
            leave_request()

    return run


def test_of_twenty_wrong_tries_at_once_exactly_five_are_evaluated(race):
    outcomes = race([attempt("ana@example.com", is_right=False)] * RUNNERS)

    assert tally(outcomes) == {"evaluated": 5, "refused": 15}
    assert LoginAttempt.objects.filter(outcome="failed").count() == 5


def test_of_twenty_right_tries_at_once_all_succeed(race):
    user = make_user()

    outcomes = race([attempt(user.email, is_right=True)] * RUNNERS)

    assert tally(outcomes) == {"in": RUNNERS}
    assert LoginAttempt.objects.filter(outcome="succeeded", user=user).count() == RUNNERS


def test_right_and_wrong_tries_at_once_never_leave_more_than_five_failures(race):
    user = make_user()
    evaluated = []
    mixed = [
        attempt(user.email, is_right=number % 2 == 0, evaluated=evaluated)
        for number in range(RUNNERS)
    ]

    outcomes = tally(race(mixed))

    counting = LoginAttempt.objects.filter(outcome="failed", counts_here=True)
    assert outcomes["in"] == evaluated.count(True) >= 1
    assert outcomes["in"] + outcomes["evaluated"] + outcomes["refused"] == RUNNERS
    assert counting.count() <= 5
    assert not LoginAttempt.objects.filter(outcome="running").exists()


def test_without_the_lock_more_than_five_pass(race, monkeypatch):
    """Control: everybody counts before anybody writes, so the tests above mean something."""
    everybody_has_counted = threading.Barrier(RUNNERS)
    monkeypatch.setattr(login_guard, "_lock", lambda place: None)
    faults.arm("login guard has counted", lambda: everybody_has_counted.wait(timeout=10))

    outcomes = race([attempt("ana@example.com", is_right=False)] * RUNNERS)

    assert tally(outcomes) == {"evaluated": RUNNERS}


def test_tries_from_many_blocks_at_once_stay_within_the_limit_of_the_name(race, settings):
    settings.LOGIN_FAILURE_LIMITS = settings.LOGIN_FAILURE_LIMITS | {"account": 7}
    tries = [
        attempt("ana@example.com", is_right=False, ip=f"198.51.{number}.1")
        for number in range(RUNNERS)
    ]

    assert tally(race(tries)) == {"evaluated": 7, "refused": 13}


def test_tries_of_many_names_at_once_stay_within_the_limit_of_the_block(race, settings):
    settings.LOGIN_FAILURE_LIMITS = settings.LOGIN_FAILURE_LIMITS | {"block": 7}
    tries = [attempt(f"ana{number}@example.com", is_right=False) for number in range(RUNNERS)]

    assert tally(race(tries)) == {"evaluated": 7, "refused": 13}
