"""Settling what the gateway says: forward only, and every peso in its place."""

from itertools import permutations

import pytest
from django.db import transaction

from marketplace.shared.invariants import violations
from marketplace.shared.models import OutboxMessage
from marketplace.shared.services import outbox
from orders.models import Order
from orders.services.transitions import cancel_order
from orders.states import Role
from payments.models import ChargeAttempt
from payments.services.settlement import settle
from tests.factories.payments import (
    answer,
    make_attempt,
    make_order_to_pay,
)
from tests.payments.books import balances

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_adds_up():
    yield
    assert violations() == []


STEPS = ("PENDING", "APPROVED", "DECLINED", "VOIDED", "cancel")


@pytest.mark.parametrize("first", STEPS)
def test_any_order_of_news_ends_with_every_peso_placed(first: str):
    order = make_order_to_pay()
    attempt = make_attempt(order)
    rest = [step for step in STEPS if step != first]

    for steps in permutations(rest):
        with transaction.atomic():
            _take([first, *steps], order, attempt)
            transaction.set_rollback(True)


def _take(steps: list[str], order: Order, attempt: ChargeAttempt) -> None:
    for step in steps:
        if step == "cancel":
            _cancel_unless_ended(order)
        else:
            settle(state=answer(attempt, step, transaction_id="t"))
        _deliver_to_payments()

    attempt.refresh_from_db()
    order.refresh_from_db()
    approved = steps.index("APPROVED")
    applied = approved < steps.index("VOIDED") and approved < steps.index("cancel")
    assert (attempt.status, order.status) == ("voided", "cancelled"), steps
    assert attempt.placement == ("applied" if applied else "refundable"), steps
    assert (attempt.captured, attempt.refunded) == (order.total, order.total), steps
    assert balances() == {}, steps
    assert violations() == [], steps


def _cancel_unless_ended(order: Order) -> None:
    if Order.objects.get(pk=order.pk).status != "cancelled":
        cancel_order(order_id=order.pk, role=Role.STAFF, actor_id=order.buyer_id, reason="x")


def _deliver_to_payments() -> None:
    """Deliver this app's messages; mails would refuse to be sent in the transaction."""
    waiting = OutboxMessage.objects.filter(status="waiting", handler__startswith="payments.")
    for message_id in list(waiting.values_list("pk", flat=True)):
        assert outbox.deliver(message_id=message_id)
