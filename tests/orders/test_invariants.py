"""Each check finds the harm it is there for."""

import pytest
from django.db import connection

from orders.invariants import CHECKS
from orders.models import Order
from orders.states import OrderStatus
from tests.factories.orders import make_order
from tests.orders.support import broken_rules

pytestmark = pytest.mark.django_db

HARM = {
    "order_is_the_sum_of_its_vendor_orders": (
        "pending",
        "UPDATE orders_order SET shipping = shipping + 1, total = total + 1",
    ),
    "vendor_order_is_the_sum_of_its_lines": (
        "pending",
        "UPDATE orders_orderline SET base = base - 1, iva = iva + 1",
    ),
    "order_status_is_in_its_history": (
        "pending",
        "UPDATE orders_order SET status = 'cancelled'",
    ),
    "vendor_order_status_is_in_its_history": (
        "pending",
        "UPDATE orders_vendororder SET status = 'confirmed'",
    ),
    "order_history_has_no_gaps": (
        "pending",
        "INSERT INTO orders_statuschange (order_id, from_status, to_status, role, reason, at)"
        " SELECT id, 'confirmed', 'pending', 'system', '', plaza_now() FROM orders_order",
    ),
    "order_status_follows_its_vendor_orders": (
        "confirmed",
        "UPDATE orders_vendororder SET status = 'shipped'",
    ),
    "pending_order_holds_its_units": (
        "pending",
        "UPDATE catalog_reservation SET quantity = quantity + 1",
    ),
    "only_pending_orders_hold_units": (
        "cancelled",
        "UPDATE catalog_reservation SET state = 'active', ended_at = NULL",
    ),
    "order_paid_when_confirmed": ("confirmed", "UPDATE orders_order SET paid_at = NULL"),
    "shipped_with_a_parcel": (
        "shipped",
        "DELETE FROM orders_shipmentline; DELETE FROM orders_shipment",
    ),
    "pending_order_is_overdue": (
        "pending",
        "UPDATE orders_order SET reserved_until = plaza_now() - interval '3 minutes'",
    ),
    "erased_buyer_without_identity": (
        "cancelled",
        "INSERT INTO accounts_deletionrequest"
        " (id, created_at, user_id, status, due_at, closed_at, obstacle, farewell_to)"
        " SELECT id, plaza_now(), buyer_id, 'done', plaza_now(), plaza_now(), '', ''"
        " FROM orders_order",
    ),
}


def test_every_check_is_tried():
    assert HARM.keys() == {check.code for check in CHECKS}


@pytest.mark.parametrize("code", HARM)
def test_a_check_finds_its_harm(code):
    status, harm = HARM[code]
    order = make_order(status=status)
    assert broken_rules() == set()

    with connection.cursor() as cursor:
        cursor.execute(harm)

    assert code in broken_rules()
    assert Order.objects.get().pk == order.pk


@pytest.mark.parametrize("status", [*OrderStatus])
def test_an_order_in_any_state_breaks_no_rule(status):
    make_order(status=status)

    assert broken_rules() == set()
