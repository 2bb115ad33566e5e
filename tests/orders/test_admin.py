import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from catalog.models import Variant
from orders.models import (
    Cart,
    CartItem,
    Order,
    OrderLine,
    Return,
    ReturnLine,
    Shipment,
    ShipmentLine,
    StatusChange,
    VendorOrder,
)
from orders.selectors.cart import CartHolder
from orders.services.cart import add_item
from orders.states import OrderStatus
from tests.factories.accounts import make_staff_user, make_user
from tests.factories.catalog import make_product
from tests.factories.orders import make_order
from tests.orders.support import assert_sound, statements, stock

pytestmark = pytest.mark.django_db

MODELS = [
    Cart,
    CartItem,
    Order,
    OrderLine,
    Return,
    ReturnLine,
    Shipment,
    ShipmentLine,
    StatusChange,
    VendorOrder,
]


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make_staff_user(is_superuser=True))
    return client


def everything() -> None:
    """Make one row of each model."""
    order = make_order(status=OrderStatus.DELIVERED)
    add_item(holder=CartHolder(user_id=make_user().pk), product_id=make_product().pk, quantity=1)
    part = VendorOrder.objects.get(order=order)
    goods_return = Return.objects.create(vendor_order=part, kind="withdrawal")
    ReturnLine.objects.create(goods_return=goods_return, line=part.lines.get(), quantity=1)


def address(model, page="changelist", *args):
    return reverse(f"admin:orders_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_row_and_for_three(model, staff):
    costs = []
    for _ in range(3):
        everything()
        with statements() as sent:
            assert staff.get(address(model)).status_code == 200
        costs.append(len(sent))

    assert costs[0] == costs[2]
    assert costs[0] <= 8


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_shown_and_cannot_be_changed_added_or_removed(model, staff):
    everything()
    row = model.objects.order_by("pk").first()
    shown = staff.get(address(model, "change", row.pk))

    saved = staff.post(address(model, "change", row.pk), {"status": "refunded", "quantity": "9"})

    assert (shown.status_code, saved.status_code) == (200, 403)
    assert staff.get(address(model, "add")).status_code == 403
    assert staff.get(address(model, "delete", row.pk)).status_code == 403
    again = model.objects.get(pk=row.pk)
    for field in model._meta.concrete_fields:
        assert getattr(again, field.attname) == getattr(row, field.attname)


@pytest.mark.parametrize("line_count", [1, 4])
def test_an_order_is_shown_in_the_same_number_of_statements(line_count, staff):
    order = make_order(products={make_product(): 1 for _ in range(line_count)})

    with statements() as sent:
        assert staff.get(address(Order, "change", order.pk)).status_code == 200

    assert len(sent) == 8  # the last writes down that staff looked


def test_every_model_has_its_screen():
    assert all(admin.site.is_registered(model) for model in MODELS)


def run(client, model, action, rows):
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    answer = client.post(address(model), data, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_staff_cancel_what_can_be_cancelled_and_hear_what_cannot(staff):
    lamp = make_product(stock=5)
    waiting = make_order(products={lamp: 2})
    arrived = make_order(status=OrderStatus.DELIVERED)

    told = run(staff, Order, "cancel_selected", [waiting, arrived])

    assert sorted(told) == [
        f"{arrived.number}: El pedido no admite esta acción en su estado.",
        "Pedidos cancelados: 1",
    ]
    waiting.refresh_from_db()
    arrived.refresh_from_db()
    assert (waiting.status, arrived.status) == ("cancelled", "delivered")
    assert stock(lamp) == [(5, 0)]
    assert_sound()


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("prepare_selected", "confirmed", "processing"),
        ("deliver_selected", "shipped", "delivered"),
        ("cancel_selected", "confirmed", "cancelled"),
    ],
)
def test_staff_move_vendor_orders(action, before, after, staff):
    part = VendorOrder.objects.get(order=make_order(status=before))

    (told,) = run(staff, VendorOrder, action, [part])

    part.refresh_from_db()
    assert part.status == after
    assert told.endswith(": 1")
    assert StatusChange.objects.filter(vendor_order=part).latest("pk").role == "staff"
    assert Variant.objects.filter(reserved__gt=0).count() == 0


def test_staff_without_the_right_cannot_move_orders():
    client = Client()
    client.force_login(make_staff_user())
    order = make_order()

    client.post(address(Order), {"action": "cancel_selected", "_selected_action": [str(order.pk)]})

    order.refresh_from_db()
    assert order.status == OrderStatus.PENDING
