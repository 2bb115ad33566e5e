"""Settling what the gateway says: forward only, and every peso in its place."""

from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from catalog.models import Variant
from marketplace.shared.invariants import violations
from marketplace.shared.models import AuditEntry
from orders.errors import TransitionNotAllowed
from orders.models import Order, VendorOrder
from orders.services.transitions import cancel_order, cancel_vendor_order, prepare, ship
from orders.states import Role
from payments.errors import ChargeMismatch, PaymentNotFound
from payments.models import Commission, LedgerPosting, Refund
from payments.services.settlement import settle
from tests.factories.payments import (
    answer,
    make_attempt,
    make_order_to_pay,
    make_variant,
    order_of,
)
from tests.payments.books import balances, pesos

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_adds_up():
    yield
    assert violations() == []


def statuses(order: Order) -> tuple[str, list[str]]:
    """Return the status of an order and of its vendor orders, as stored."""
    parts = VendorOrder.objects.filter(order=order).order_by("pk")
    return Order.objects.get(pk=order.pk).status, list(parts.values_list("status", flat=True))


def test_an_approved_charge_pays_the_order_and_splits_the_money():
    order = make_order_to_pay(100_000, 250_001)  # 15,000 of shipping for the first shop
    attempt = make_attempt(order)

    settle(state=answer(attempt))

    attempt.refresh_from_db()
    order.refresh_from_db()
    assert order.total == pesos(365_001)
    assert (order.status, attempt.status, attempt.placement) == ("confirmed", "approved", "applied")
    assert attempt.captured == order.total
    assert balances() == {
        "gateway": pesos(365_001),
        "vendor_held": pesos(-108_157 - 235_126),
        "commission": pesos(-18_250),
        "commission_iva": pesos(-3_468),
    }
    figures = Commission.objects.order_by("base").values_list("base", "amount", "iva", "vendor_net")
    assert list(figures) == [
        (pesos(115_000), pesos(5_750), pesos(1_093), pesos(108_157)),
        (pesos(250_001), pesos(12_500), pesos(2_375), pesos(235_126)),
    ]
    lines = Commission.objects.get(base=pesos(115_000)).lines.order_by("pk")
    assert [(line.line_id is None, line.base, line.amount, line.iva) for line in lines] == [
        (False, pesos(100_000), pesos(5_000), pesos(950)),
        (True, pesos(15_000), pesos(750), pesos(143)),
    ]


def test_the_same_answer_twice_changes_nothing():
    attempt = make_attempt(make_order_to_pay())
    news = answer(attempt)
    settle(state=news)
    before = balances()

    settle(state=news)

    assert balances() == before
    assert LedgerPosting.objects.count() == 1
    assert Commission.objects.count() == 1


@pytest.mark.parametrize("status", ["DECLINED", "ERROR"])
def test_a_refused_charge_is_closed_and_the_order_waits_for_another_try(status: str):
    order = make_order_to_pay()
    attempt = make_attempt(order)

    settle(state=answer(attempt, status, status_message="Fondos insuficientes"))

    attempt.refresh_from_db()
    assert (attempt.status, attempt.placement) == (status.lower(), "")
    assert attempt.status_message == "Fondos insuficientes"
    assert attempt.next_poll_at is None
    assert Order.objects.get(pk=order.pk).status == "pending"
    assert balances() == {}
    assert make_attempt(order).reference.startswith(f"{order.number}-2-")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": Decimal("99999.00")}, "amount"),
        ({"amount": Decimal("115000.01")}, "amount"),
        ({"currency": "USD"}, "currency"),
    ],
)
def test_another_amount_or_currency_leaves_order_and_attempt_alone(
    changed: dict[str, Any], field: str
):
    order = make_order_to_pay()
    attempt = make_attempt(order)

    with pytest.raises(ChargeMismatch) as refusal:
        settle(state=answer(attempt, **changed))

    assert list(refusal.value.details["differences"]) == [field]
    attempt.refresh_from_db()
    assert (attempt.status, attempt.transaction_id) == ("created", "")
    assert Order.objects.get(pk=order.pk).status == "pending"
    assert balances() == {}


def test_an_unknown_reference_is_refused():
    attempt = make_attempt(make_order_to_pay())

    with pytest.raises(PaymentNotFound):
        settle(state=answer(attempt, reference=attempt.reference + "-X"))

    assert balances() == {}


def test_a_second_transaction_under_a_paid_reference_is_refused():
    attempt = make_attempt(make_order_to_pay())
    settle(state=answer(attempt, transaction_id="first"))

    with pytest.raises(ChargeMismatch):
        settle(state=answer(attempt, transaction_id="second"))

    attempt.refresh_from_db()
    assert attempt.transaction_id == "first"


def test_an_approval_after_a_refusal_of_the_same_reference_pays():
    order = make_order_to_pay()
    attempt = make_attempt(order)
    settle(state=answer(attempt, "DECLINED", transaction_id="first"))

    settle(state=answer(attempt, "APPROVED", transaction_id="second"))

    attempt.refresh_from_db()
    assert (attempt.status, attempt.transaction_id) == ("approved", "second")
    assert Order.objects.get(pk=order.pk).status == "confirmed"


def test_two_approved_attempts_make_one_applied_and_one_surplus():
    order = make_order_to_pay()
    first = make_attempt(order)
    settle(state=answer(first, "DECLINED", transaction_id="a"))
    second = make_attempt(order)
    settle(state=answer(second))

    settle(state=answer(first, "APPROVED", transaction_id="b"))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.placement, first.placement) == ("applied", "surplus")
    assert (first.captured, first.refund_held) == (pesos(115_000), pesos(115_000))
    assert balances(account__kind__in=["gateway", "surplus"]) == {
        "gateway": pesos(230_000),
        "surplus": pesos(-115_000),
    }
    assert list(Refund.objects.values_list("charge_id", "amount", "status")) == [
        (first.pk, pesos(115_000), "requested")
    ]
    assert AuditEntry.objects.filter(action="payments.charge_surplus").count() == 1


def test_money_for_a_cancelled_order_is_refundable():
    order = make_order_to_pay()
    attempt = make_attempt(order)
    cancel_order(order_id=order.pk, role=Role.BUYER, actor_id=order.buyer_id, reason="me arrepentí")

    settle(state=answer(attempt))

    attempt.refresh_from_db()
    assert attempt.placement == "refundable"
    assert Order.objects.get(pk=order.pk).status == "cancelled"
    assert balances() == {"gateway": pesos(115_000), "refunds_due": pesos(-115_000)}
    assert Refund.objects.get().amount == pesos(115_000)
    assert AuditEntry.objects.filter(action="payments.charge_refundable").count() == 1


def test_a_voided_charge_is_given_back_and_its_order_cancelled(drain_outbox):
    variants = [make_variant(price=100_000, stock=10), make_variant(price=300_000, stock=10)]
    order = order_of(variants)
    attempt = make_attempt(order)
    settle(state=answer(attempt, transaction_id="t"))
    first, second = order.vendor_orders.order_by("pk")
    prepare(vendor_order_id=second.pk, role=Role.VENDOR, actor_id=None)
    drain_outbox()
    mail.outbox.clear()

    settle(state=answer(attempt, "VOIDED", transaction_id="t"))

    assert statuses(order) == ("cancelled", ["cancelled", "cancelled"])
    assert balances() == {
        "refunds_due": pesos(415_000),
        "vendor_held": pesos(-108_157 - 282_150),
        "commission": pesos(-20_750),
        "commission_iva": pesos(-3_943),
    }
    drain_outbox()
    drain_outbox()
    attempt.refresh_from_db()
    assert (attempt.status, attempt.placement) == ("voided", "applied")
    assert (attempt.refund_held, attempt.refunded) == (pesos(0), pesos(415_000))
    assert balances() == {}
    assert LedgerPosting.objects.filter(order_id=order.pk).count() == 4
    assert list(Refund.objects.values_list("amount", "status")) == [(pesos(415_000), "done")]
    shelf = Variant.objects.filter(pk__in=variants).values_list("on_hand", "reserved")
    assert list(shelf) == [(10, 0), (10, 0)]
    steps = order.history.filter(to_status="cancelled").values_list("role", "reason")
    assert list(steps) == [("system", "payment_voided")] * 3
    alert = AuditEntry.objects.get(action="payments.charge_voided")
    assert alert.changes == {"status": ["approved", "voided"]}
    (told,) = [message for message in mail.outbox if message.to == [order.email]]
    assert told.subject == f"Su pedido {order.number} se canceló"
    assert "Motivo: el pago se anuló." in told.body
    assert len(mail.outbox) == 3  # and each vendor


def test_what_left_the_shop_before_the_void_stays_for_staff(drain_outbox):
    order = make_order_to_pay(100_000, 300_000)
    attempt = make_attempt(order)
    settle(state=answer(attempt, transaction_id="t"))
    sent, kept = order.vendor_orders.order_by("total")
    prepare(vendor_order_id=sent.pk, role=Role.VENDOR, actor_id=None)
    ship(
        vendor_order_id=sent.pk,
        courier="Servientrega",
        tracking_number="900123",
        role=Role.VENDOR,
        actor_id=None,
    )

    settle(state=answer(attempt, "VOIDED", transaction_id="t"))
    drain_outbox()

    kept.refresh_from_db()
    assert (kept.status, statuses(order)[0]) == ("cancelled", "shipped")
    assert balances() == {
        "refunds_due": pesos(115_000),
        "vendor_held": pesos(-108_157),
        "commission": pesos(-5_750),
        "commission_iva": pesos(-1_093),
    }
    alert = AuditEntry.objects.get(action="payments.charge_voided")
    assert alert.changes == {
        "status": ["approved", "voided"],
        sent.number: ["cancelled", "shipped"],
    }

    cancel_vendor_order(
        vendor_order_id=sent.pk, role=Role.STAFF, actor_id=order.buyer_id, reason="se perdió"
    )
    drain_outbox()

    assert balances() == {}
    assert Refund.objects.count() == 1


def test_a_voided_order_cannot_be_prepared():
    order = make_order_to_pay()
    attempt = make_attempt(order)
    settle(state=answer(attempt, transaction_id="t"))
    settle(state=answer(attempt, "VOIDED", transaction_id="t"))

    with pytest.raises(TransitionNotAllowed):
        prepare(vendor_order_id=order.vendor_orders.get().pk, role=Role.VENDOR, actor_id=None)


def test_money_that_comes_after_a_void_is_a_surplus():
    order = make_order_to_pay()
    first = make_attempt(order)
    settle(state=answer(first, "DECLINED", transaction_id="a"))
    second = make_attempt(order)
    settle(state=answer(second, transaction_id="b"))
    settle(state=answer(second, "VOIDED", transaction_id="b"))

    settle(state=answer(first, "APPROVED", transaction_id="c"))

    first.refresh_from_db()
    assert (first.placement, first.refund_held) == ("surplus", pesos(115_000))
    assert statuses(order) == ("cancelled", ["cancelled"])


def test_a_void_whose_approval_was_never_seen_comes_and_goes():
    order = make_order_to_pay()
    attempt = make_attempt(order)

    settle(state=answer(attempt, "VOIDED"))

    attempt.refresh_from_db()
    assert (attempt.status, attempt.placement) == ("voided", "refundable")
    assert attempt.refunded == pesos(115_000)
    assert Order.objects.get(pk=order.pk).status == "pending"
    assert balances() == {}
