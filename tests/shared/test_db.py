import contextlib
import threading

import pytest
from django.db import OperationalError, connection, transaction

from marketplace.shared.db import in_transaction, inside_transaction, sqlstate
from marketplace.shared.models import OutboxMessage
from tests.support.races import tally


def add(event: str) -> None:
    OutboxMessage.objects.create(event=event, handler="h", payload={})


def events() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("event", flat=True))


@in_transaction
def add_and_fail(*, event: str) -> None:
    add(event)
    raise ZeroDivisionError


@in_transaction
def add_one(*, event: str) -> str:
    add(event)
    return event


@pytest.mark.django_db
def test_the_tests_own_wrapper_is_no_transaction_of_the_program():
    assert connection.in_atomic_block
    assert not inside_transaction()
    with transaction.atomic():
        assert inside_transaction()


@pytest.mark.django_db
def test_a_refusal_keeps_nothing_and_the_connection_works_on():
    with pytest.raises(ZeroDivisionError):
        add_and_fail(event="lost")

    assert events() == []
    assert add_one(event="kept") == "kept"


@pytest.mark.django_db(transaction=True)
def test_an_inner_call_joins_without_a_savepoint(django_assert_num_queries):
    @in_transaction
    def outer() -> None:
        add_one(event="inner")

    with django_assert_num_queries(3):  # BEGIN, INSERT, COMMIT
        outer()

    assert events() == ["inner"]


@pytest.mark.django_db(transaction=True)
def test_a_swallowed_inner_refusal_undoes_the_whole_and_says_so():
    @in_transaction
    def outer() -> None:
        add("outer")
        with contextlib.suppress(ZeroDivisionError):
            add_and_fail(event="inner")

    with pytest.raises(transaction.TransactionManagementError, match="swallowed"):
        outer()

    assert events() == []


@pytest.mark.django_db(transaction=True)
def test_a_caller_that_wants_to_go_on_wraps_the_inner_call():
    @in_transaction
    def outer() -> None:
        add("outer")
        try:
            with transaction.atomic():
                add_and_fail(event="inner")
        except ZeroDivisionError:
            add("instead")

    outer()

    assert events() == ["instead", "outer"]


def crossing(first: int, second: int, meet: threading.Barrier, tries: list[int]):
    """Lock two rows in this order, having met the other in between, the first time only."""

    @in_transaction
    def service() -> str:
        tries.append(first)
        OutboxMessage.objects.filter(pk=first).update(event="locked")
        if tries.count(first) == 1:
            meet.wait(timeout=10)
        OutboxMessage.objects.filter(pk=second).update(event="locked")
        return "done"

    return service


@pytest.mark.django_db(transaction=True)
def test_a_real_deadlock_is_tried_again(race):
    one = OutboxMessage.objects.create(event="a", handler="h", payload={}).pk
    two = OutboxMessage.objects.create(event="b", handler="h", payload={}).pk
    meet = threading.Barrier(2)
    tries: list[int] = []

    outcomes = race([crossing(one, two, meet, tries), crossing(two, one, meet, tries)])

    assert outcomes == ["done", "done"]
    assert len(tries) == 3


@pytest.mark.django_db(transaction=True)
def test_without_the_retry_one_of_them_fails(race):
    """Control: the test above really ran into a deadlock."""
    one = OutboxMessage.objects.create(event="a", handler="h", payload={}).pk
    two = OutboxMessage.objects.create(event="b", handler="h", payload={}).pk
    meet = threading.Barrier(2)
    tries: list[int] = []
    services = [crossing(one, two, meet, tries), crossing(two, one, meet, tries)]
    bare = [transaction.atomic(service.__wrapped__) for service in services]

    outcomes = race(bare)

    assert tally(outcomes) == {"done": 1, "OperationalError": 1}
    assert "40P01" in [sqlstate(error) for error in outcomes if error != "done"]


@pytest.mark.django_db(transaction=True)
def test_other_failures_are_not_tried_again():
    tries = []

    @in_transaction
    def service() -> None:
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)")

    with pytest.raises(OperationalError):
        service()

    assert tries == [1]
