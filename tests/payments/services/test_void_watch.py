"""A void that nobody tells us of: found by polling on the day of the payment, or by its buyer."""

from datetime import timedelta
from typing import Any

import pytest

from marketplace.shared import clock
from marketplace.shared.invariants import violations
from orders.models import Order
from payments.models import ChargeAttempt
from payments.services.checkout import start_payment
from payments.services.polling import poll_open_charges, refresh
from tests.factories.payments import make_order_to_pay, wish
from tests.payments.asking import poll_until_final
from tests.payments.books import balances
from tests.sandbox_fixture import Sandbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_adds_up():
    yield
    assert violations() == []


@pytest.fixture
def approved(wompi_sandbox: Sandbox) -> ChargeAttempt:
    """A payment that the gateway approved just now."""
    order = make_order_to_pay()
    started = start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("NEQUI"))
    return poll_until_final(started)


def test_an_approved_charge_is_looked_at_every_hour_of_its_day(
    approved: ChargeAttempt, wompi_sandbox: Sandbox
):
    approved_at = approved.settled_at
    assert approved_at is not None
    assert approved.next_poll_at == approved_at + timedelta(hours=1)
    assert poll_open_charges() == 0

    with clock.travel(approved_at + timedelta(hours=1, seconds=1)):
        assert poll_open_charges() == 1
        assert poll_open_charges() == 0
    approved.refresh_from_db()
    assert (approved.status, approved.settled_at) == ("approved", approved_at)
    assert approved.next_poll_at == approved_at + timedelta(hours=2, seconds=1)

    with clock.travel(approved_at + timedelta(hours=24, seconds=1)):
        assert poll_open_charges() == 1
    approved.refresh_from_db()
    assert approved.next_poll_at is None


def test_polling_finds_a_void_whose_notice_was_lost(
    approved: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(approved.transaction_id, "VOIDED")

    with clock.travel(clock.now() + timedelta(hours=1, seconds=1)):
        poll_open_charges()
        drain_outbox()

    approved.refresh_from_db()
    assert (approved.status, approved.next_poll_at) == ("voided", None)
    assert Order.objects.get(pk=approved.order_id).status == "cancelled"
    assert balances() == {}


def test_a_buyer_who_asks_for_the_status_sees_the_void(
    approved: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(approved.transaction_id, "VOIDED")

    assert refresh(attempt_id=approved.pk).status == "voided"
    drain_outbox()

    assert balances() == {}
