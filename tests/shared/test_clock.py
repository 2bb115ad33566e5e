from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from marketplace.shared import clock
from marketplace.shared.clock import DbNow
from marketplace.shared.models import OutboxMessage

MARCH = datetime(2026, 3, 31, 12, tzinfo=UTC)
APRIL = datetime(2026, 4, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_now_is_the_databases_moment_with_a_zone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        wanted = cursor.fetchone()[0]

    assert clock.now() == wanted
    assert clock.now().tzinfo is not None


@pytest.mark.django_db
def test_travel_moves_defaults_and_comparisons_and_comes_back():
    with clock.travel(MARCH):
        message = OutboxMessage.objects.create(event="e", handler="h", payload={})
        message.refresh_from_db()
        assert (clock.now(), message.created_at) == (MARCH, MARCH)
        assert OutboxMessage.objects.filter(created_at=DbNow()).count() == 1
        assert OutboxMessage.objects.filter(created_at__lt=DbNow() - timedelta(days=1)).count() == 0

    assert clock.now() > MARCH
    assert OutboxMessage.objects.filter(created_at__lt=DbNow() - timedelta(days=1)).count() == 1


@pytest.mark.django_db
def test_journeys_nest():
    with clock.travel(MARCH):
        with clock.travel(APRIL):
            assert clock.now() == APRIL
        assert clock.now() == MARCH


@pytest.mark.django_db(transaction=True)
def test_travel_comes_back_after_a_refusal_and_lasts_over_transactions(race):
    def travel_and_fail() -> None:
        with clock.travel(MARCH):
            with transaction.atomic():
                assert clock.now() == MARCH
            assert clock.now() == MARCH
            assert race([clock.now])[0] > MARCH
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        travel_and_fail()

    assert clock.now() > MARCH


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"), clock.travel(MARCH.replace(tzinfo=None)):
        pass
