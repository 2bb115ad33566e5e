import threading
from datetime import timedelta

import pytest
from django.db import transaction

from catalog.errors import NotSellable, OutOfStock
from marketplace.shared import clock
from marketplace.shared.errors import DomainError
from orders.errors import TransitionNotAllowed
from orders.models import Order
from orders.services import expiry
from orders.services.expiry import expire_unpaid_orders, extend_reservation
from orders.services.transitions import cancel_order, confirm_paid
from orders.states import OrderStatus, Role
from orders.tasks import expire_unpaid_orders as expire_task
from tests.factories.catalog import make_product
from tests.factories.orders import bring_to, make_order
from tests.orders.support import assert_sound, counts, history, stock
from vendors.services.approval import change_status
from vendors.states import VendorAction

pytestmark = pytest.mark.django_db


def test_an_unpaid_order_expires_and_frees_its_units():
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 2})

    with clock.travel(order.reserved_until + timedelta(seconds=1)):
        assert expire_unpaid_orders() == 1
        assert expire_unpaid_orders() == 0

    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert stock(lamp) == [(5, 0)]
    assert history(order)[1:] == [("pending", "cancelled", "system", "payment_expired")]
    assert_sound()


def test_an_order_in_time_or_paid_does_not_expire():
    waiting = make_order()
    paid = make_order(status=OrderStatus.CONFIRMED)

    assert expire_unpaid_orders() == 0
    with clock.travel(waiting.reserved_until + timedelta(seconds=1)):
        extend_reservation(order_id=waiting.pk, minutes=30)
        assert expire_unpaid_orders() == 0

    paid.refresh_from_db()
    assert paid.status == OrderStatus.CONFIRMED


def test_more_orders_than_a_batch_all_expire(monkeypatch):
    monkeypatch.setattr(expiry, "BATCH", 2)
    lamp = make_product(stock=5)
    orders = [make_order(products={lamp: 1}) for _ in range(5)]

    with clock.travel(orders[-1].reserved_until + timedelta(seconds=1)):
        expire_task()

    assert stock(lamp) == [(5, 0)]
    assert set(Order.objects.values_list("status", flat=True)) == {"cancelled"}


def test_a_reservation_is_only_moved_to_later_and_only_while_pending():
    order = make_order()
    until = order.reserved_until

    assert extend_reservation(order_id=order.pk, minutes=5) is True
    order.refresh_from_db()
    assert order.reserved_until == until
    assert extend_reservation(order_id=order.pk, minutes=30) is True
    order.refresh_from_db()
    assert order.reserved_until > until
    bring_to(order, OrderStatus.CANCELLED)
    assert extend_reservation(order_id=order.pk, minutes=60) is False


def expired_order(lamp, units=2):
    order = make_order(products={lamp: units})
    with clock.travel(order.reserved_until + timedelta(seconds=1)):
        assert expire_unpaid_orders() == 1
    return order


def test_late_money_revives_an_expired_order_whose_units_are_still_there():
    lamp = make_product(stock=5)
    order = expired_order(lamp)

    confirm_paid(order_id=order.pk)

    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED
    assert stock(lamp) == [(3, 0)]
    assert history(order)[2:] == [
        ("cancelled", "pending", "system", "late_payment"),
        ("pending", "confirmed", "system", ""),
    ]
    assert_sound()


def refused(error: type[DomainError], order: Order) -> None:
    before = counts()
    with pytest.raises(error), transaction.atomic():
        confirm_paid(order_id=order.pk)
    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert counts() == before


def test_late_money_does_not_revive_an_order_whose_units_were_sold_again():
    lamp = make_product(stock=2)
    order = expired_order(lamp)
    make_order(products={lamp: 1}, status=OrderStatus.CONFIRMED)

    refused(OutOfStock, order)

    assert stock(lamp) == [(1, 0)]
    assert_sound()


def test_late_money_does_not_revive_what_is_no_longer_sold():
    lamp = make_product(stock=2)
    order = expired_order(lamp)
    change_status(vendor_id=lamp.vendor_id, action=VendorAction.SUSPEND, actor_id=None, reason="x")

    refused(NotSellable, order)


def test_an_order_that_the_buyer_cancelled_is_not_revived():
    order = make_order(status=OrderStatus.CANCELLED)

    refused(TransitionNotAllowed, order)


def test_an_order_that_the_system_cancelled_for_another_reason_is_not_revived():
    order = make_order()
    cancel_order(order_id=order.pk, role=Role.SYSTEM, actor_id=None, reason="fraude")

    refused(TransitionNotAllowed, order)


@pytest.mark.django_db(transaction=True)
def test_one_order_that_cannot_be_given_up_does_not_hold_up_the_rest(monkeypatch):
    lamp = make_product(stock=5)
    stuck, fine = make_order(products={lamp: 1}), make_order(products={lamp: 1})
    real = expiry.cancel_order

    def cancel(*, order_id, **values):
        if order_id == stuck.pk:
            raise TransitionNotAllowed("No se puede.")
        return real(order_id=order_id, **values)

    monkeypatch.setattr(expiry, "cancel_order", cancel)
    with clock.travel(fine.reserved_until + timedelta(seconds=1)):
        assert expire_unpaid_orders() == 1

    fine.refresh_from_db()
    assert fine.status == OrderStatus.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_an_order_that_somebody_works_on_is_left_for_the_next_run(race):
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 1})
    moment = order.reserved_until + timedelta(seconds=1)

    is_held, is_over = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Order.objects.select_for_update().get(pk=order.pk)
            is_held.set()
            assert is_over.wait(timeout=10)

    def run():
        assert is_held.wait(timeout=10)
        with clock.travel(moment):
            expired = expire_unpaid_orders()
        is_over.set()
        return expired

    assert race([hold, run]) == [None, 0]
    is_held.set()
    assert race([run]) == [1]


@pytest.mark.django_db(transaction=True)
def test_of_two_runs_at_once_one_works(race):
    lamp = make_product(stock=20)
    orders = [make_order(products={lamp: 1}) for _ in range(10)]
    moment = orders[-1].reserved_until + timedelta(seconds=1)

    def run():
        with clock.travel(moment):
            return expire_unpaid_orders()

    assert sum(race([run] * 4)) == 10
    assert stock(lamp) == [(20, 0)]
    assert_sound()
