from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django_redis import get_redis_connection
from redis.exceptions import ConnectionError as RedisDown

from accounts.errors import StrongerAccount, TooManyAttempts, UserNotFound
from accounts.models import LoginAttempt, LoginSession
from accounts.services import login_guard, login_locks
from accounts.services.login_guard import (
    AttemptKind,
    begin_attempt,
    delete_old,
    lift_block,
    lift_locks,
)
from accounts.tasks import delete_old_login_attempts
from marketplace.shared import clock
from marketplace.shared.models import AuditEntry
from marketplace.shared.request_context import RequestContext, enter_request, leave_request
from tests.factories.accounts import make_staff_user, make_user, sign_in

pytestmark = pytest.mark.django_db

ANA, HOME, ELSEWHERE = "ana@example.com", "192.0.2.9", "198.51.100.7"


@contextmanager
def calling_from(ip):
    enter_request(RequestContext(ip=ip))
    try:
        yield
    finally:
        leave_request()


def begin(name=ANA, *, ip=HOME, kind=AttemptKind.PASSWORD):
    with calling_from(ip):
        return begin_attempt(kind=kind, name=name)


def fail(name=ANA, *, times=1, ip=HOME, kind=AttemptKind.PASSWORD):
    for _ in range(times):
        begin(name, ip=ip, kind=kind).fail()


def refusal(name=ANA, *, ip=HOME, kind=AttemptKind.PASSWORD):
    """Return the refusal of one more try; it wrote nothing."""
    before = LoginAttempt.objects.count()
    with pytest.raises(TooManyAttempts) as refused:
        begin(name, ip=ip, kind=kind)
    assert LoginAttempt.objects.count() == before
    return refused.value


@pytest.fixture
def limits(settings):
    def set_limits(**values):
        settings.LOGIN_FAILURE_LIMITS = settings.LOGIN_FAILURE_LIMITS | values

    return set_limits


def test_after_five_failures_the_sixth_try_is_refused_for_the_rest_of_the_window():
    fail(times=5)

    refused = refusal()

    assert (refused.code, refused.http_status) == ("too_many_attempts", 429)
    assert 890 <= refused.details["retry_after"] <= 900
    assert "15 minutos" in refused.message


def test_a_try_is_written_before_it_is_decided():
    user = make_user()
    attempt = begin(f" {user.email.upper()} ")

    row = LoginAttempt.objects.get()
    assert (row.pk, row.user, row.block) == (attempt.id, user, "192.0.2.0/24")
    assert (row.outcome, row.settled_at) == ("running", None)
    assert user.email not in str(vars(row))


def test_names_that_nobody_has_are_locked_just_the_same():
    known = make_user()
    fail(known.email, times=5)
    fail("nobody@example.com", times=5)

    ours, nobodys = refusal(known.email), refusal("nobody@example.com")

    assert (ours.code, ours.message, ours.title) == (nobodys.code, nobodys.message, nobodys.title)
    assert abs(ours.details["retry_after"] - nobodys.details["retry_after"]) <= 1


def test_spellings_of_one_name_are_one_name():
    for name in (ANA, "ANA@example.com", "  Ana@Example.COM ", ANA, ANA):
        fail(name)

    refusal(" ana@EXAMPLE.com")


def test_another_block_of_addresses_is_not_locked():
    fail(times=5)

    refusal(ip="192.0.2.200")
    begin(ip="192.0.3.9").succeed()
    refusal(ip=HOME)


def test_an_ipv6_customer_is_one_block():
    fail(times=3, ip="2001:db8:1:2::1")
    fail(times=2, ip="2001:db8:1:2:ffff::1")

    refusal(ip="2001:db8:1:2::9")
    begin(ip="2001:db8:1:3::1")


def test_a_success_forgives_the_failures_of_this_name_at_this_block_alone(limits):
    limits(account=9)
    fail(times=4)
    fail(times=4, ip=ELSEWHERE)
    fail("otra@example.com", times=4)

    begin().succeed()
    fail(times=1)

    assert LoginAttempt.objects.filter(counts_here=False).count() == 4
    assert LoginAttempt.objects.filter(counts_for_name=False).count() == 0
    refusal()  # nine of the name in all: the global count forgets nothing
    fail("otra@example.com")
    refusal("otra@example.com")


def test_the_global_limit_of_a_name_does_not_hold_where_its_owner_signed_in(limits):
    limits(account=6)
    user = make_user()
    with calling_from(HOME):
        sign_in(user)
    for number in range(6):
        fail(user.email, ip=f"203.0.{number}.1")

    refusal(user.email, ip=ELSEWHERE)
    begin(user.email, ip="192.0.2.77").succeed()


def test_a_sign_in_of_long_ago_or_of_somebody_else_exempts_nobody(limits):
    limits(account=2)
    user, neighbour = make_user(), make_user()
    with calling_from(HOME):
        sign_in(user)
        sign_in(neighbour)
    LoginSession.objects.filter(user=user).update(created_at=clock.now() - timedelta(days=91))
    fail(user.email, times=2, ip=ELSEWHERE)

    refusal(user.email, ip=HOME)


def test_a_block_has_a_limit_over_all_names(limits):
    limits(block=7)
    for number in range(7):
        fail(f"ana{number}@example.com")

    refusal("otra@example.com")
    begin("otra@example.com", ip=ELSEWHERE)


@pytest.mark.parametrize(
    "name", ["", "   ", "ana", "@", "a b@example.com", "a@b\0.co", "\ud800@x", "x" * 250 + "@x.co"]
)
def test_what_is_no_email_counts_for_the_block_alone(limits, name):
    limits(block=7)
    fail(name, times=7)

    assert set(LoginAttempt.objects.values_list("name_digest", "user")) == {("", None)}
    refusal(name)
    begin(name, ip=ELSEWHERE)


def test_without_an_address_only_the_name_is_limited():
    fail(times=5, ip=None)

    refusal(ip=None)
    for number in range(8):
        fail(f"ana{number}@example.com", ip=None)


def test_each_kind_is_counted_by_itself():
    """Who knows the password cannot wipe out the failures at the second factor with it."""
    fail(times=4, kind=AttemptKind.SECOND_FACTOR)
    begin().succeed()
    fail(kind=AttemptKind.SECOND_FACTOR)

    refusal(kind=AttemptKind.SECOND_FACTOR)
    begin().succeed()


def test_leaving_without_a_word_or_with_an_exception_is_a_failure():
    with begin():
        pass
    with pytest.raises(ZeroDivisionError), begin():
        raise ZeroDivisionError

    assert set(LoginAttempt.objects.values_list("outcome", flat=True)) == {"failed"}


def test_a_success_that_was_undone_is_a_failure():
    with pytest.raises(ZeroDivisionError), begin() as attempt, transaction.atomic():
        attempt.succeed()
        raise ZeroDivisionError

    row = LoginAttempt.objects.get()
    assert (row.outcome, row.counts_here) == ("failed", True)


def test_a_success_that_was_committed_stays_one():
    with pytest.raises(ZeroDivisionError), begin() as attempt:
        attempt.succeed()
        raise ZeroDivisionError

    assert LoginAttempt.objects.get().outcome == "succeeded"


def test_a_try_whose_process_was_killed_counts_as_failed_after_thirty_seconds(monkeypatch):
    for _ in range(5):
        begin()
    monkeypatch.setattr(login_guard, "PATIENCE", 0.0)
    undecided = refusal()
    LoginAttempt.objects.update(started_at=clock.now() - timedelta(seconds=31))

    assert undecided.details["retry_after"] == 1
    assert 860 <= refusal().details["retry_after"] <= 870


def test_the_window_is_fifteen_minutes():
    fail(times=5)
    now = clock.now()

    for minutes, is_open in ((14, False), (16, True)):
        get_redis_connection("default").flushdb()
        with clock.travel(now + timedelta(minutes=minutes)):
            if is_open:
                begin().fail()
            else:
                assert 55 <= refusal().details["retry_after"] <= 60


def test_a_try_inside_a_transaction_is_a_mistake_of_the_program():
    with pytest.raises(RuntimeError), transaction.atomic():
        begin()


def test_a_lock_that_redis_has_costs_no_statement(django_assert_num_queries):
    fail(times=5)
    first = refusal().details["retry_after"]

    with django_assert_num_queries(0), pytest.raises(TooManyAttempts) as refused:
        begin()

    assert first - 1 <= refused.value.details["retry_after"] <= first


def test_a_try_costs_four_statements_and_its_success_two(django_assert_num_queries):
    with django_assert_num_queries(6):  # with SAVEPOINT and RELEASE of the test
        attempt = begin()
    with django_assert_num_queries(4):
        attempt.succeed()


def test_redis_that_forgets_loses_no_count():
    fail(times=5)
    refusal()

    get_redis_connection("default").flushdb()

    refusal()


def test_without_redis_postgresql_decides(monkeypatch):
    def down(name):
        raise RedisDown("down")

    monkeypatch.setattr(login_locks, "get_redis_connection", down)
    fail(times=4)
    begin().succeed()
    fail(times=5)

    refusal()
    assert lift_locks(name=ANA, actor_id=None) == 9
    begin()


def test_staff_lift_a_lock_at_once_although_redis_has_it(django_capture_on_commit_callbacks):
    user, staff = make_user(), make_staff_user("soporte")
    fail(user.email, times=5)
    fail(user.email, times=5, ip=ELSEWHERE)
    refusal(user.email)
    refusal(user.email, ip=ELSEWHERE)

    with django_capture_on_commit_callbacks(execute=True):
        assert lift_locks(user_id=user.pk, actor_id=staff.pk) == 10

    begin(user.email)
    begin(user.email, ip=ELSEWHERE)
    entry = AuditEntry.objects.get(action="accounts.locks_lifted")
    assert (entry.actor_id, entry.subject_id) == (staff.pk, str(user.pk))
    assert entry.changes == {"failures": 10}


def test_lifting_twice_is_once_and_nobody_is_nobody():
    fail(times=5)

    assert lift_locks(name=ANA.upper(), actor_id=None) == 5
    assert lift_locks(name=ANA, actor_id=None) == 0
    assert lift_locks(name="", actor_id=None) == 0
    assert AuditEntry.objects.filter(action="accounts.locks_lifted").count() == 1
    with pytest.raises(UserNotFound):
        lift_locks(user_id="0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e01", actor_id=None)


def test_staff_do_not_lift_locks_of_somebody_as_strong():
    chief, staff = make_staff_user(is_superuser=True), make_staff_user("soporte")
    fail(chief.email, times=5)

    with pytest.raises(StrongerAccount):
        lift_locks(user_id=chief.pk, actor_id=staff.pk)

    refusal(chief.email)


def test_lifting_the_lock_of_a_block_leaves_those_of_names(
    limits, django_capture_on_commit_callbacks
):
    limits(block=7)
    fail(times=5)
    fail("otra@example.com", times=2)
    refusal("tercera@example.com")

    with django_capture_on_commit_callbacks(execute=True):
        assert lift_block(block="192.0.2.0/24", actor_id=None) == 7

    begin("tercera@example.com")
    refusal()


def test_the_command_lifts_and_says_how_many(capsys):
    fail(times=5)

    call_command("unlock_login", ANA)
    call_command("unlock_login", ANA)

    assert capsys.readouterr().out.splitlines() == [
        "5 failures no longer count",
        "0 failures no longer count",
    ]


def test_old_tries_are_forgotten():
    fail(times=2)
    LoginAttempt.objects.filter(pk=LoginAttempt.objects.earliest("pk").pk).update(
        started_at=clock.now() - timedelta(days=31)
    )

    delete_old_login_attempts()

    assert LoginAttempt.objects.count() == 1
    assert delete_old() == 0
