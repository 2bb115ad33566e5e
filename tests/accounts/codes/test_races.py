"""Many at the same time: one right code or link wins, five guesses are compared, one code is made."""

import threading
from contextlib import contextmanager
from functools import partial
from unittest import mock

import pytest
from django.db.models import F

from accounts.models import LinkToken, LoginSession, OneTimeCode, SendRequest, User
from accounts.services import codes, links, sending_limits
from accounts.services.codes import ask_code, check_code
from accounts.services.email_change import ask_email_change, confirm_email_change
from accounts.services.recovery import ask_reset, reset_password
from marketplace.shared.clock import DbNow
from tests.accounts.test_invariants import findings
from tests.factories.accounts import PASSWORD, make_user, sign_in
from tests.support.races import tally

pytestmark = pytest.mark.django_db(transaction=True)

Purpose = OneTimeCode.Purpose
RUNNERS = 20


@pytest.fixture
def user():
    return make_user()


def tally_of(outcomes, served):
    return tally(["served" if isinstance(outcome, served) else outcome for outcome in outcomes])


def mailed(user, inbox):
    ask_code(user_id=user.pk, purpose=Purpose.VERIFY_EMAIL, destination=user.email)
    return inbox.mailed_code()


def try_code(user, digits):
    return check_code(user_id=user.pk, purpose=Purpose.VERIFY_EMAIL, code=digits)


@contextmanager
def counted_comparisons():
    """Count how often a code is really compared with the stored hash."""
    compared = []
    real = codes.check_password

    def counting(given, stored):
        compared.append(given)
        return real(given, stored)

    with mock.patch.object(codes, "check_password", counting):
        yield compared


def test_of_twenty_right_submissions_one_is_accepted(user, inbox, race):
    digits = mailed(user, inbox)

    outcomes = race([partial(try_code, user, digits)] * RUNNERS)

    assert tally_of(outcomes, OneTimeCode) == {"served": 1, "WrongCode": RUNNERS - 1}
    assert findings() == set()


def test_without_the_condition_several_are_accepted(user, inbox, race):
    """Control: everybody has compared before anybody uses the code up, blindly."""
    digits = mailed(user, inbox)
    everybody = threading.Barrier(codes.MAX_ATTEMPTS)

    def blindly(row):
        everybody.wait(timeout=30)
        OneTimeCode.objects.filter(pk=row.pk).update(used_at=DbNow())
        return True

    with mock.patch.object(codes, "_use_up", blindly):
        outcomes = race([partial(try_code, user, digits)] * RUNNERS)

    assert tally_of(outcomes, OneTimeCode) == {
        "served": codes.MAX_ATTEMPTS,
        "WrongCode": RUNNERS - codes.MAX_ATTEMPTS,
    }


def hundred_guesses(user, digits, race):
    def five(start):
        refused = 0
        for number in range(start, start + 5):
            guess = f"{(int(digits) + 1 + number) % 1_000_000:06d}"
            try:
                try_code(user, guess)
            except codes.WrongCode:
                refused += 1
        return refused

    with counted_comparisons() as compared:
        outcomes = race([partial(five, 5 * number) for number in range(RUNNERS)])
    assert outcomes == [5] * RUNNERS
    return len(compared)


def test_of_a_hundred_guesses_at_once_five_are_compared(user, inbox, race):
    digits = mailed(user, inbox)

    assert hundred_guesses(user, digits, race) == 5

    assert OneTimeCode.objects.get().attempts == 5


def test_counting_after_the_comparison_lets_more_guesses_through(user, inbox, race):
    """Control: the count is read, and written only when everybody has compared."""
    digits = mailed(user, inbox)
    everybody = threading.Barrier(RUNNERS)

    def late(row):
        everybody.wait(timeout=30)
        OneTimeCode.objects.filter(pk=row.pk, attempts__lt=5).update(attempts=F("attempts") + 1)
        return True

    with mock.patch.object(codes, "_count_try", late), counted_comparisons() as compared:
        race([partial(try_code, user, "x")] * RUNNERS)

    assert digits
    assert len(compared) == RUNNERS


def ask_at_once(user, race):
    ask = partial(
        ask_code, user_id=user.pk, purpose=Purpose.VERIFY_PHONE, destination="+573001112233"
    )
    return tally(race([ask] * 8))


def test_of_many_requests_at_once_one_sends(user, race):
    assert ask_at_once(user, race) == {"None": 1, "CodeTooSoon": 7}
    assert (OneTimeCode.objects.count(), SendRequest.objects.count()) == (1, 1)


def test_without_the_advisory_lock_nobody_is_too_soon(user, race):
    """Control: everybody has counted before anybody writes; only the index is left."""
    everybody = threading.Barrier(8)
    real = sending_limits._refuse_too_many

    def gate(*args):
        real(*args)
        everybody.wait(timeout=30)

    with (
        mock.patch.object(sending_limits, "_one_at_a_time", return_value=None),
        mock.patch.object(sending_limits, "_refuse_too_many", gate),
    ):
        outcomes = ask_at_once(user, race)

    assert outcomes["None"] + outcomes["IntegrityError"] == 8


def reset_link(user, inbox):
    ask_reset(email=user.email)
    return inbox.token(user.email)


def reset_at_once(token, race):
    return tally(
        race(
            [
                partial(reset_password, token=token, password=f"otra-frase-larga-{number}")
                for number in range(8)
            ]
        )
    )


def test_of_many_resets_with_one_link_one_gets_through(user, inbox, race):
    sign_in(user)
    token = reset_link(user, inbox)

    assert reset_at_once(token, race) == {"None": 1, "InvalidLink": 7}

    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 0
    assert findings() == set()


def test_without_the_condition_every_reset_gets_through(user, inbox, race):
    """Control: the lock on the user alone makes them wait, not fail."""
    token = reset_link(user, inbox)

    def blindly(link):
        LinkToken.objects.filter(pk=link.pk).update(used_at=DbNow())

    with (
        mock.patch.object(links, "use_up", blindly),
        mock.patch("accounts.services.recovery.use_up", blindly),
    ):
        outcomes = reset_at_once(token, race)

    assert outcomes["None"] > 1


def test_of_two_people_who_want_one_address_one_gets_it(inbox, later, race):
    tokens = []
    for minutes in (0, 2):
        with later(minutes=minutes):
            person = make_user()
            ask_email_change(
                user_id=person.pk, new_email="codiciada@example.com", password=PASSWORD
            )
            tokens.append(inbox.token("codiciada@example.com"))

    outcomes = race([partial(confirm_email_change, token=token) for token in tokens])

    assert tally(outcomes) == {"None": 1, "EmailTaken": 1}
    assert User.objects.filter(email="codiciada@example.com").count() == 1
    assert LinkToken.objects.filter(purpose="change_email", used_at__isnull=False).count() == 1
