"""What happens when many people, jobs and payments reach for the same units at once."""

import random
from datetime import timedelta
from functools import partial
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.db import transaction

from catalog.services import stock as stock_service
from marketplace.shared import clock
from marketplace.shared.errors import DomainError
from orders.models import Order
from orders.services.expiry import expire_unpaid_orders
from orders.services.placement import place_order
from orders.services.transitions import cancel_order, confirm_paid
from orders.states import OrderStatus, Role
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.orders import ADDRESS, make_order, variant_ids
from tests.orders.support import assert_sound, stock
from tests.support.races import tally

pytestmark = pytest.mark.django_db(transaction=True)

BUYERS, UNITS = 40, 10


def order_by_http(client: Any, body: dict[str, Any]) -> int:
    headers = {"Idempotency-Key": str(uuid4())}
    return client.post("/api/v1/orders", body, format="json", headers=headers).status_code


def test_forty_buyers_of_ten_units_get_exactly_ten(client_of, race):
    lamp = make_product(stock=UNITS)
    item = {"product_id": str(lamp.pk), "quantity": 1}
    body = {"items": [item], "shipping_address": ADDRESS}
    posts = [partial(order_by_http, client_of(make_user()), body) for _ in range(BUYERS)]

    outcomes = tally(race(posts))

    assert outcomes == {"201": UNITS, "409": BUYERS - UNITS}
    assert stock(lamp) == [(UNITS, UNITS)]
    assert Order.objects.count() == UNITS
    assert_sound()


def test_without_the_stock_condition_only_the_constraint_stops_them(client_of, race):
    """Control: the set-up can lose the race, so the test above means something."""
    lamp = make_product(stock=UNITS)
    (variant_id,) = variant_ids(lamp)
    careless = stock_service._RESERVE.replace("v.on_hand - v.reserved >= w.quantity AND", "")
    assert careless != stock_service._RESERVE

    def place(buyer: Any) -> str:
        place_order(
            buyer_id=buyer.pk,
            email=buyer.email,
            quantities={variant_id: 1},
            shipping_address=ADDRESS,
        )
        return "placed"

    with mock.patch.object(stock_service, "_RESERVE", careless):
        outcomes = tally(race([partial(place, make_user()) for _ in range(BUYERS)]))

    assert outcomes == {"placed": UNITS, "IntegrityError": BUYERS - UNITS}


def test_baskets_in_any_order_do_not_block_each_other(race):
    products = [make_product(stock=100) for _ in range(5)]
    ids = variant_ids(*products)

    def place(seed: int, buyer: Any) -> str:
        basket = random.Random(seed).sample(ids, k=len(ids))
        place_order(
            buyer_id=buyer.pk,
            email=buyer.email,
            quantities=dict.fromkeys(basket, 1),
            shipping_address=ADDRESS,
        )
        return "placed"

    outcomes = race([partial(place, seed, make_user()) for seed in range(20)])

    assert tally(outcomes) == {"placed": 20}
    assert stock(*products) == [(100, 20)] * 5


def settle(order: Order) -> str:
    """Confirm like a settlement does: a refusal must leave the rest of its work alone."""
    try:
        with transaction.atomic():
            confirm_paid(order_id=order.pk)
    except DomainError as refusal:
        return type(refusal).__name__
    return "paid"


def give_up(order: Order) -> str:
    try:
        cancel_order(order_id=order.pk, role=Role.BUYER, actor_id=order.buyer_id, reason="")
    except DomainError as refusal:
        return type(refusal).__name__
    return "cancelled"


def expire(order: Order) -> int:
    with clock.travel(order.reserved_until + timedelta(seconds=1)):
        return expire_unpaid_orders()


@pytest.mark.parametrize("seed", range(60))
def test_payment_expiry_and_cancelling_at_once_end_a_reservation_once(seed, race):
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 2})
    rivals = [partial(settle, order), partial(expire, order), partial(give_up, order)]
    random.Random(seed).shuffle(rivals)

    outcomes = race(rivals)

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    order.refresh_from_db()
    is_paid = order.status == OrderStatus.CONFIRMED
    assert stock(lamp) == [(3, 0)] if is_paid else stock(lamp) == [(5, 0)]
    assert order.status in (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)
    assert_sound()


def test_one_of_many_settlements_confirms(race):
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 2})

    outcomes = tally(race([partial(settle, order)] * 20))

    assert outcomes == {"paid": 1, "TransitionNotAllowed": 19}
    assert stock(lamp) == [(3, 0)]
    assert_sound()


def test_two_orders_from_one_cart_are_one(client_of, race):
    lamp, buyer = make_product(stock=50), make_user()
    client = client_of(buyer)
    item = {"product_id": str(lamp.pk), "quantity": 3}
    client.post("/api/v1/cart/items", item, format="json")
    body = {"from_cart": True, "shipping_address": ADDRESS}

    outcomes = tally(race([partial(order_by_http, client_of(buyer), body) for _ in range(8)]))

    assert outcomes == {"201": 1, "409": 7}
    assert stock(lamp) == [(50, 3)]
    assert_sound()
