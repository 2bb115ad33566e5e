"""Many at once, on connections of their own; each race with a control that loses it."""

import random
from contextlib import ExitStack, contextmanager
from functools import partial
from unittest import mock
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction

from catalog.models import Reservation, StockMovement, Variant
from catalog.services import stock
from marketplace.shared import db
from tests.catalog.books import assert_sound
from tests.factories.catalog import make_variants
from tests.support.races import tally

pytestmark = pytest.mark.django_db(transaction=True)

_RESERVE_WITHOUT_CONDITION = stock._RESERVE.replace("v.on_hand - v.reserved >= w.quantity", "true")
_NO_LOCK = "SELECT 1 WHERE %s::uuid[] IS NOT NULL"


def buy(variant_id, quantity=1):
    stock.reserve_stock(order_id=uuid4(), quantities={variant_id: quantity})
    return "reserved"


def test_the_last_ten_units_are_reserved_by_ten_of_forty(race):
    [variant_id] = make_variants(1, stock=10)

    outcomes = race([partial(buy, variant_id)] * 40)

    assert tally(outcomes) == {"reserved": 10, "OutOfStock": 30}
    assert Variant.objects.values_list("on_hand", "reserved").get() == (10, 10)
    assert Reservation.objects.filter(state="active").count() == 10
    assert_sound()


def test_without_lock_and_condition_only_the_constraint_is_left(race):
    """Control: the same race without our own check is lost by thirty in the database's CHECK."""
    [variant_id] = make_variants(1, stock=10)

    with (
        mock.patch.object(stock, "_LOCK", _NO_LOCK),
        mock.patch.object(stock, "_RESERVE", _RESERVE_WITHOUT_CONDITION),
    ):
        outcomes = race([partial(buy, variant_id)] * 40)

    assert tally(outcomes) == {"reserved": 10, "IntegrityError": 30}


def test_a_figure_read_before_the_lock_sells_more_than_there_is(race):
    """Control: the free units counted in the statement that waits are those of before the wait."""
    [variant_id] = make_variants(1, stock=10)
    counted_too_early = stock._RESERVE.replace(
        "v.on_hand - v.reserved >= w.quantity",
        "(SELECT o.on_hand - o.reserved FROM catalog_variant o WHERE o.id = v.id) >= w.quantity",
    )
    with _no_stock_constraint():
        with (
            mock.patch.object(stock, "_LOCK", _NO_LOCK),
            mock.patch.object(stock, "_RESERVE", counted_too_early),
        ):
            outcomes = race([partial(buy_slowly, variant_id)] * 20)
        reserved = Variant.objects.values_list("reserved", flat=True).get()
        sold = tally(outcomes)["reserved"]
        Variant.objects.update(reserved=0)

    assert sold == reserved == 20


def buy_slowly(variant_id):
    """Reserve, and hold the row long enough that everybody else waits for it."""
    with transaction.atomic():
        buy(variant_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.05)")
    return "reserved"


@contextmanager
def _no_stock_constraint():
    rule = "CHECK (on_hand >= reserved AND reserved >= 0)"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalog_variant DROP CONSTRAINT variant_stock_sane")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE catalog_variant ADD CONSTRAINT variant_stock_sane {rule}")


def baskets(variant_ids):
    """Return twenty buyers, each with the same five products in an order of their own."""
    shuffled = random.Random(2026)
    buyers = []
    for _ in range(20):
        order = list(variant_ids)
        shuffled.shuffle(order)
        quantities = dict.fromkeys(order, 1)
        buyers.append(partial(stock.reserve_stock, order_id=uuid4(), quantities=quantities))
    return buyers


def test_baskets_in_random_order_never_deadlock(race):
    variant_ids = make_variants(5, stock=100)
    deadlocks: list[str] = []

    with mock.patch.object(db, "sqlstate", partial(_noting, db.sqlstate, deadlocks)):
        outcomes = race(baskets(variant_ids))

    assert [len(items) for items in outcomes] == [5] * 20
    assert deadlocks == []
    assert set(Variant.objects.values_list("reserved", flat=True)) == {20}
    assert_sound()


def test_locks_in_the_order_of_the_basket_deadlock(race):
    """Control: the same baskets with their rows locked one by one as they lie in the basket."""
    variant_ids = make_variants(5, stock=100)

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(stock, "_LOCK", _LOCK_AS_THEY_LIE))
        stack.enter_context(mock.patch.object(db, "TRIES", 1))
        outcomes = race(baskets(variant_ids))

    assert any(isinstance(outcome, OperationalError) for outcome in outcomes)


_LOCK_AS_THEY_LIE = """
SELECT v.id, pg_sleep(0.02)
FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted (id, place)
CROSS JOIN LATERAL (
    SELECT id FROM catalog_variant WHERE id = wanted.id FOR NO KEY UPDATE
) v
"""


def _noting(real, found, error):
    code = real(error)
    if code in db.RETRIED:
        found.append(code)
    return code


@pytest.mark.parametrize("attempt", range(5))
def test_release_and_sale_of_one_order_end_its_reservations_exactly_once(race, attempt):
    variant_ids = make_variants(3, stock=10)
    order_id = uuid4()
    stock.reserve_stock(order_id=order_id, quantities=dict.fromkeys(variant_ids, 2))
    release = partial(stock.release_stock, order_id=order_id)
    sell = partial(stock.sell_stock, order_id=order_id)

    outcomes = race([release, sell, release, sell] * 3)

    assert sorted(outcomes) == [0] * 11 + [6]
    was_sold = 6 in outcomes[1::2]
    on_hand = 8 if was_sold else 10
    assert set(Variant.objects.values_list("on_hand", "reserved")) == {(on_hand, 0)}
    assert StockMovement.objects.filter(kind="sale").count() == (3 if was_sold else 0)
    assert_sound()


def test_without_the_condition_on_the_state_the_constraint_has_to_refuse(race):
    """Control: a release that does not look at the state frees the units again."""
    [variant_id] = make_variants(1, stock=10)
    order_id = uuid4()
    stock.reserve_stock(order_id=order_id, quantities={variant_id: 2})
    careless = stock._RELEASE.replace("AND state = 'active'", "")

    with mock.patch.object(stock, "_RELEASE", careless):
        outcomes = race([partial(stock.release_stock, order_id=order_id)] * 4)

    assert tally(outcomes) == {"2": 1, "IntegrityError": 3}


def test_counting_and_buying_at_once_lose_nothing(race):
    [variant_id] = make_variants(1, stock=10)
    add = partial(
        stock.change_stock,
        variant_id=variant_id,
        operation="add",
        quantity=1,
        reason="entrada",
        actor_id=None,
    )

    outcomes = race([add] * 10 + [partial(buy, variant_id)] * 10)

    assert tally(outcomes[10:]) == {"reserved": 10}
    assert Variant.objects.values_list("on_hand", "reserved").get() == (20, 10)
    assert_sound()
