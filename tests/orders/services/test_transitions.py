from itertools import product as every
from typing import Any

import pytest

from marketplace.shared.ids import new_id
from marketplace.shared.models import AuditEntry, OutboxMessage
from orders.errors import (
    OrderNotFound,
    ReasonMissing,
    TrackingNumberMissing,
    TransitionNotAllowed,
    VendorOrderNotFound,
)
from orders.models import Order, Shipment, StatusChange, VendorOrder
from orders.services import transitions
from orders.states import STEPS, OrderAction, OrderStatus, Role
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.orders import bring_to, make_order
from tests.factories.vendors import make_vendor
from tests.orders.support import assert_sound, counts, history, stock

pytestmark = pytest.mark.django_db

A, S, R = OrderAction, OrderStatus, Role
TRIED = [A.PREPARE, A.SHIP, A.DELIVER, A.CANCEL]


def part_of(order: Order) -> VendorOrder:
    return VendorOrder.objects.get(order=order)


def act(action: OrderAction, part: VendorOrder, *, role: Role, **values: Any) -> VendorOrder:
    actor_id = part.order.buyer_id if role == R.BUYER else new_id()
    common = {"vendor_order_id": part.pk, "role": role, "actor_id": actor_id} | values
    if action == A.PREPARE:
        return transitions.prepare(**common)
    if action == A.SHIP:
        return transitions.ship(**{"courier": "TCC", "tracking_number": "77"} | common)
    if action == A.DELIVER:
        return transitions.deliver(**common)
    return transitions.cancel_vendor_order(**{"reason": "no hay"} | common)


def events(name: str) -> list[dict[str, Any]]:
    """Return what was published, once however many handlers wait for it."""
    rows = OutboxMessage.objects.filter(event=name).order_by("pk")
    found: list[dict[str, Any]] = []
    for payload in rows.values_list("payload", flat=True):
        if payload not in found:
            found.append(payload)
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", [*OrderStatus])
def test_every_action_by_every_role_follows_the_table_or_writes_nothing(status):
    for action, role in every(TRIED, Role):
        order = make_order(status=status)
        part = part_of(order)
        step = STEPS.get((status, action))
        # What is not paid is cancelled as a whole.
        allowed = step and role in step.by and (status, action) != (S.PENDING, A.CANCEL)
        before = counts()
        if allowed:
            act(action, part, role=role)
            part.refresh_from_db()
            order.refresh_from_db()
            assert part.status == order.status == step.to
            last = StatusChange.objects.filter(vendor_order=part).latest("pk")
            assert (last.from_status, last.to_status, last.role) == (status, step.to, role)
        else:
            with pytest.raises(TransitionNotAllowed):
                act(action, part, role=role)
            assert counts() == before
            part.refresh_from_db()
            assert part.status == status
    assert_sound()


def test_the_money_confirms_every_part_and_sells_the_units():
    lamp, mug = make_product(stock=5), make_product(stock=5)
    order = make_order(products={lamp: 2, mug: 1})

    transitions.confirm_paid(order_id=order.pk)

    order.refresh_from_db()
    assert order.status == S.CONFIRMED
    assert order.paid_at is not None
    assert set(order.vendor_orders.values_list("status", flat=True)) == {"confirmed"}
    assert stock(lamp, mug) == [(3, 0), (4, 0)]
    assert history(order)[1:] == [("pending", "confirmed", "system", "")]
    assert events("orders.order_paid") == [{"order_id": str(order.pk)}]
    assert_sound()


@pytest.mark.django_db(transaction=True)
def test_money_that_comes_twice_is_refused_the_second_time():
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 2}, status=S.CONFIRMED)
    before = counts()

    with pytest.raises(TransitionNotAllowed):
        transitions.confirm_paid(order_id=order.pk)

    assert counts() == before
    assert stock(lamp) == [(3, 0)]


def test_an_order_that_does_not_exist_is_not_found():
    with pytest.raises(OrderNotFound):
        transitions.confirm_paid(order_id=new_id())
    with pytest.raises(VendorOrderNotFound):
        transitions.prepare(vendor_order_id=new_id(), role=R.STAFF, actor_id=None)


def test_a_buyer_cancels_an_unpaid_order_and_frees_its_units():
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 2})

    bring_to(order, S.CANCELLED)

    order.refresh_from_db()
    assert order.status == S.CANCELLED
    assert stock(lamp) == [(5, 0)]
    assert history(order)[1:] == [("pending", "cancelled", "buyer", "ya no lo quiero")]
    (part,) = order.vendor_orders.all()
    assert events("orders.vendor_order_cancelled") == [
        {
            "order_id": str(order.pk),
            "vendor_order_id": str(part.pk),
            "was_paid": False,
            "with_whole_order": True,
            "role": "buyer",
        }
    ]
    assert_sound()


def test_a_paid_order_that_is_cancelled_puts_its_units_back_on_the_shelf():
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 2}, status=S.CONFIRMED)

    transitions.cancel_order(order_id=order.pk, role=R.BUYER, actor_id=order.buyer_id, reason="")

    assert stock(lamp) == [(5, 0)]
    assert events("orders.vendor_order_cancelled")[0]["was_paid"] is True
    assert_sound()


def test_goods_on_their_way_do_not_come_back_to_the_shelf_by_cancelling():
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 2}, status=S.SHIPPED)

    act(A.CANCEL, part_of(order), role=R.STAFF)

    assert stock(lamp) == [(3, 0)]
    assert_sound()


@pytest.mark.django_db(transaction=True)
def test_a_buyer_cannot_cancel_once_one_vendor_prepares():
    order = make_order(products={make_product(): 1, make_product(): 1}, status=S.CONFIRMED)
    first = order.vendor_orders.order_by("pk")[0]
    act(A.PREPARE, first, role=R.VENDOR)
    before = counts()

    with pytest.raises(TransitionNotAllowed):
        transitions.cancel_order(
            order_id=order.pk, role=R.BUYER, actor_id=order.buyer_id, reason=""
        )

    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_somebody_elses_order_is_not_found_by_a_buyer():
    order = make_order()
    before = counts()

    with pytest.raises(OrderNotFound):
        transitions.cancel_order(
            order_id=order.pk, role=R.BUYER, actor_id=make_user().pk, reason=""
        )

    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_another_vendors_order_is_not_found_by_a_vendor():
    order = make_order(status=S.CONFIRMED)
    before = counts()

    with pytest.raises(VendorOrderNotFound):
        act(A.PREPARE, part_of(order), role=R.VENDOR, vendor_id=make_vendor().pk)

    assert counts() == before


def test_one_part_goes_on_when_the_other_is_cancelled():
    lamp, mug = make_product(stock=5), make_product(stock=5)
    order = make_order(products={lamp: 1, mug: 1}, status=S.CONFIRMED)
    lamps = VendorOrder.objects.get(lines__product=lamp)
    mugs = VendorOrder.objects.get(lines__product=mug)

    act(A.CANCEL, lamps, role=R.VENDOR, vendor_id=lamps.vendor_id)
    act(A.PREPARE, mugs, role=R.VENDOR)

    order.refresh_from_db()
    assert order.status == S.PROCESSING
    assert stock(lamp, mug) == [(5, 0), (4, 0)]
    assert events("orders.vendor_order_cancelled")[0]["with_whole_order"] is False
    assert_sound()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [R.VENDOR, R.STAFF])
def test_vendors_and_staff_say_why_they_cancel(role):
    part = part_of(make_order(status=S.CONFIRMED))
    before = counts()

    with pytest.raises(ReasonMissing):
        act(A.CANCEL, part, role=role, reason="  ")

    assert counts() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("values", [{"courier": " "}, {"tracking_number": ""}])
def test_a_parcel_does_not_leave_without_its_number(values):
    part = part_of(make_order(status=S.PROCESSING))
    before = counts()

    with pytest.raises(TrackingNumberMissing):
        act(A.SHIP, part, role=R.VENDOR, **values)

    assert counts() == before
    assert not Shipment.objects.exists()


def test_a_parcel_carries_all_lines_and_arrives():
    vendor = make_vendor()
    lamp, mug = make_product(vendor=vendor), make_product(vendor=vendor)
    part = part_of(make_order(products={lamp: 2, mug: 1}, status=S.PROCESSING))

    act(A.SHIP, part, role=R.VENDOR)
    act(A.DELIVER, part, role=R.BUYER)

    parcel = Shipment.objects.get()
    part.refresh_from_db()
    assert (parcel.courier, parcel.tracking_number) == ("TCC", "77")
    assert sorted(parcel.lines.values_list("quantity", flat=True)) == [1, 2]
    assert parcel.delivered_at == part.delivered_at is not None


def test_staff_refund_what_was_delivered():
    part = part_of(make_order(status=S.DELIVERED))
    actor_id = make_user().pk

    transitions.refund(vendor_order_id=part.pk, actor_id=actor_id, reason="garantía")

    part.refresh_from_db()
    assert part.status == S.REFUNDED
    assert events("orders.vendor_order_refunded")[0]["vendor_order_id"] == str(part.pk)
    entry = AuditEntry.objects.get(action="orders.refund")
    assert (entry.actor_id, entry.subject_id, entry.reason) == (
        actor_id,
        str(part.order_id),
        "garantía",
    )


def test_what_staff_do_is_audited_and_what_vendors_do_is_history():
    part = part_of(make_order(status=S.CONFIRMED))

    act(A.PREPARE, part, role=R.VENDOR)

    assert not AuditEntry.objects.filter(action__startswith="orders.").exists()
