"""Many at once: one attempt, one transaction, one applied payment, no lost peso."""

import threading
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from marketplace.shared import clock
from marketplace.shared.invariants import violations
from orders.models import Order
from orders.services.expiry import expire_unpaid_orders
from payments.models import ChargeAttempt, LedgerPosting, WebhookNotice
from payments.services import settlement
from payments.services.checkout import start_payment
from payments.services.notices import act_on, receive
from payments.services.polling import poll_open_charges
from payments.services.settlement import settle
from tests.factories.payments import answer, make_attempt, make_order_to_pay, wish
from tests.payments.asking import poll_now, sweep_now
from tests.payments.books import balances, pesos
from tests.payments.signed import signed
from tests.sandbox_fixture import Sandbox, wait_until
from tests.support.races import race as race_all
from tests.support.races import tally

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def everything_adds_up():
    yield
    assert violations() == []


def test_thirty_requests_at_once_make_one_attempt_and_one_transaction(
    wompi_sandbox: Sandbox, race: Any
):
    order = make_order_to_pay()

    def pay() -> str:
        return start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("PSE")).reference

    outcomes = race([pay] * 30)

    attempt = ChargeAttempt.objects.get()
    assert tally(outcomes) == {attempt.reference: 1, "PaymentInProgress": 29}
    assert [row["reference"] for row in wompi_sandbox.book(status="PENDING")].count(
        attempt.reference
    ) == 1


def test_a_lost_charge_taken_over_by_ten_at_once_is_sent_once(wompi_sandbox: Sandbox, race: Any):
    order = make_order_to_pay()
    wompi_sandbox.break_next("create", "http_500_before")

    def pay() -> str:
        return start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("PSE")).reference

    reference = pay()
    outcomes = race([pay] * 10)

    assert set(tally(outcomes)) <= {reference, "PaymentInProgress"}
    assert tally(outcomes)[reference] >= 1
    assert len(wompi_sandbox.book(reference=reference)) == 1
    assert ChargeAttempt.objects.count() == 1


def test_the_same_notice_fifty_times_at_once_is_one_notice_and_one_payment(
    wompi_sandbox: Sandbox, race: Any, drain_outbox: Any
):
    order = make_order_to_pay()
    attempt = start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("PSE"))
    wompi_sandbox.resolve(attempt.transaction_id, "APPROVED")
    body = signed(attempt)

    def tell() -> int:
        return receive(gateway_name="wompi", body=body, headers={}, ip=None)

    outcomes = race([tell] * 50)
    drain_outbox()

    stored = WebhookNotice.objects.get()
    assert outcomes == [stored.pk] * 50
    assert (stored.copies, stored.outcome) == (50, "applied")
    assert Order.objects.get(pk=order.pk).status == "confirmed"
    assert LedgerPosting.objects.count() == 1


def test_acting_polling_and_sweeping_at_once_pay_once(wompi_sandbox: Sandbox, race: Any):
    order = make_order_to_pay()
    attempt = start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("NEQUI"))
    wait_until(lambda: wompi_sandbox.book(reference=attempt.reference, status="APPROVED"))
    notice_id = receive(gateway_name="wompi", body=signed(attempt), headers={}, ip=None)

    def act() -> None:
        act_on(notice_id=notice_id)

    outcomes = race([act, poll_now, sweep_now, act, poll_now, act, poll_open_charges, sweep_now])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert LedgerPosting.objects.count() == 1
    assert balances(account__kind="gateway") == {"gateway": pesos(115_000)}


def test_thirty_approvals_of_two_attempts_apply_one_and_keep_one_as_surplus(race: Any):
    order = make_order_to_pay()
    first = make_attempt(order)
    settle(state=answer(first, "DECLINED", transaction_id="a"))
    second = make_attempt(order)
    news = [answer(first, transaction_id="b"), answer(second, transaction_id="c")]

    outcomes = race([lambda state=state: settle(state=state) for state in news * 15])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    placements = ChargeAttempt.objects.order_by("placement").values_list("placement", flat=True)
    assert list(placements) == ["applied", "surplus"]
    assert balances(account__kind__in=["gateway", "surplus"]) == {
        "gateway": pesos(230_000),
        "surplus": pesos(-115_000),
    }


@pytest.mark.parametrize("_round", range(6))
def test_expiry_against_approval_never_loses_the_money(_round: int, race: Any):
    order = make_order_to_pay(stock=1)
    attempt = make_attempt(order)
    Order.objects.filter(pk=order.pk).update(reserved_until=clock.now() - timedelta(seconds=1))

    def approve() -> None:
        settle(state=answer(attempt, transaction_id="t"))

    outcomes = race([expire_unpaid_orders, approve, expire_unpaid_orders, approve])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    order.refresh_from_db()
    attempt.refresh_from_db()
    assert (order.status, attempt.placement) == ("confirmed", "applied")
    assert balances(account__kind="gateway") == {"gateway": order.total}


def test_without_the_orders_lock_two_approvals_both_try_to_apply():
    """Control: only the constraint is left to stop them, so the races above mean something."""
    order = make_order_to_pay()
    first = make_attempt(order)
    settle(state=answer(first, "DECLINED", transaction_id="a"))
    second = make_attempt(order)
    both_have_looked = threading.Barrier(2)
    real = settlement.confirm_paid

    def late_confirm(*, order_id: Any) -> Any:
        both_have_looked.wait(timeout=5)
        return real(order_id=order_id)

    with (
        mock.patch.object(settlement, "lock_order", return_value=None),
        mock.patch.object(settlement, "confirm_paid", late_confirm),
    ):
        race_all(
            [
                lambda: settle(state=answer(first, transaction_id="b")),
                lambda: settle(state=answer(second, transaction_id="c")),
            ]
        )

    # Both saw an unpaid order: the second finds it confirmed, and takes it for one that is gone.
    placements = ChargeAttempt.objects.order_by("placement").values_list("placement", flat=True)
    assert list(placements) == ["applied", "refundable"]
