"""Settling what the gateway says: forward only, and every peso in its place."""

import pytest

from marketplace.shared.invariants import violations
from orders.services.transitions import cancel_order, cancel_vendor_order
from orders.states import Role
from payments.handlers import give_cancelled_money_back
from payments.models import Refund
from payments.services import refunds
from payments.services.settlement import settle
from tests.factories.payments import (
    answer,
    make_attempt,
    make_order_to_pay,
)
from tests.payments.books import balances, pesos

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_adds_up():
    yield
    assert violations() == []


def test_a_cancelled_part_of_a_paid_order_goes_back_once(drain_outbox):
    order = make_order_to_pay(100_000, 300_000)
    attempt = make_attempt(order)
    settle(state=answer(attempt))
    part = order.vendor_orders.get(total=pesos(115_000))

    cancel_vendor_order(
        vendor_order_id=part.pk, role=Role.BUYER, actor_id=order.buyer_id, reason="ya no"
    )
    drain_outbox()
    drain_outbox()

    attempt.refresh_from_db()
    assert (attempt.refund_held, attempt.refunded) == (pesos(115_000), pesos(0))
    assert balances() == {
        "gateway": pesos(415_000),
        "refunds_due": pesos(-115_000),
        "vendor_held": pesos(-(300_000 - 15_000 - 2_850)),
        "commission": pesos(-15_000),
        "commission_iva": pesos(-2_850),
    }
    refund = Refund.objects.get()
    assert (refund.amount, refund.items) == (
        pesos(115_000),
        [{"vendor_order_id": str(part.pk), "amount": "115000.00"}],
    )


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (Role.BUYER, "El comprador canceló esta parte del pedido."),
        (Role.VENDOR, "La tienda canceló esta parte del pedido."),
        (Role.STAFF, "El equipo de la plaza canceló esta parte del pedido."),
    ],
)
def test_a_refund_says_who_cancelled(role: Role, reason: str, drain_outbox):
    order = make_order_to_pay()
    settle(state=answer(make_attempt(order)))

    cancel_vendor_order(
        vendor_order_id=order.vendor_orders.get().pk,
        role=role,
        actor_id=order.buyer_id,
        reason="ya no",
    )
    drain_outbox()

    assert Refund.objects.get().reason == reason


def test_a_refund_for_a_message_that_does_not_say_who_cancelled_blames_nobody():
    order = make_order_to_pay()
    settle(state=answer(make_attempt(order)))
    part = order.vendor_orders.get()

    give_cancelled_money_back(
        {"order_id": str(order.pk), "vendor_order_id": str(part.pk), "was_paid": True}
    )

    assert Refund.objects.get().reason == "Esta parte del pedido se canceló."


def test_a_void_does_what_is_left_of_refunds_under_way(drain_outbox):
    order = make_order_to_pay(100_000, 300_000)
    attempt = make_attempt(order)
    settle(state=answer(attempt, transaction_id="t"))
    part = order.vendor_orders.get(total=pesos(115_000))
    cancel_vendor_order(
        vendor_order_id=part.pk, role=Role.BUYER, actor_id=order.buyer_id, reason="ya no"
    )
    drain_outbox()

    settle(state=answer(attempt, "VOIDED", transaction_id="t"))

    attempt.refresh_from_db()
    assert (attempt.refund_held, attempt.refunded) == (pesos(0), pesos(415_000))
    done = Refund.objects.order_by("amount").values_list("amount", "status")
    assert list(done) == [(pesos(115_000), "done"), (pesos(300_000), "done")]
    assert balances(account__kind="refunds_due") == {"refunds_due": pesos(300_000)}
    drain_outbox()
    assert balances() == {}
    assert Refund.objects.count() == 2


def test_a_refund_is_done_once():
    order = make_order_to_pay()
    attempt = make_attempt(order)
    cancel_order(order_id=order.pk, role=Role.BUYER, actor_id=order.buyer_id, reason="no")
    settle(state=answer(attempt))
    refund = Refund.objects.get()

    assert refunds.mark_done(refund_id=refund.pk) is True
    assert refunds.mark_done(refund_id=refund.pk) is False

    assert balances() == {}
