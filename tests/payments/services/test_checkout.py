"""Starting payments against the real sandbox: one charge at most, whatever the line does."""

from datetime import timedelta
from typing import Any

import pytest

from marketplace.shared import clock, faults
from marketplace.shared.invariants import violations
from orders.models import Order
from orders.services.expiry import expire_unpaid_orders
from payments.errors import (
    OrderNotPayable,
    PaymentDataInvalid,
    PaymentInProgress,
    PaymentRefused,
    PaymentUnavailable,
)
from payments.models import ChargeAttempt
from payments.services import attempts
from payments.services.checkout import Wish, start_payment
from tests.factories.payments import (
    PSE,
    make_attempt,
    make_order_to_pay,
    make_variant,
    order_of,
    wish,
)
from tests.payments.asking import poll_now, poll_until_final
from tests.payments.books import balances, pesos
from tests.sandbox_fixture import Sandbox, free_port, wait_until

pytestmark = pytest.mark.django_db

OUTCOMES = ("APPROVED", "DECLINED", "ERROR")
BANKS = dict(zip(OUTCOMES, ("1", "2", "3"), strict=True))
PHONES = dict(zip(OUTCOMES, ("3991111111", "3992222222", "3993333333"), strict=True))
LOST_AFTER = ["timeout_after", "http_500_after", "malformed", "drop_after"]
LOST_BEFORE = ["timeout_before", "http_500_before"]


@pytest.fixture(autouse=True)
def quick_and_consistent(settings: Any):
    settings.WOMPI_READ_TIMEOUT = 1.0
    yield
    assert violations() == []


def pay(order: Order, how: Wish | None = None) -> ChargeAttempt:
    return start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=how or wish("NEQUI"))


def wish_for(sandbox: Sandbox, method: str, outcome: str) -> Wish:
    if method == "CARD":
        return wish("CARD", {"token": sandbox.card_token(outcome), "installments": 3})
    if method == "PSE":
        return wish("PSE", PSE | {"financial_institution_code": BANKS[outcome]})
    return wish("NEQUI", {"phone_number": PHONES[outcome]})


def check_books(sandbox: Sandbox, order: Order) -> None:
    """The gateway's approved pesos are the pesos that we have placed."""
    own = [row for row in sandbox.book() if row["reference"].startswith(order.number)]
    approved = sum(row["amount_in_cents"] for row in own if row["status"] == "APPROVED") // 100
    placed = sum(row.captured for row in ChargeAttempt.objects.filter(order=order))
    assert placed == pesos(approved)


@pytest.mark.parametrize("method", ["CARD", "PSE", "NEQUI"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_method_ends_as_the_gateway_says_without_any_notice(
    method: str, outcome: str, wompi_sandbox: Sandbox
):
    order = make_order_to_pay(100_000, 250_000)
    if method == "PSE":
        wompi_sandbox.control("PUT", "/sandbox/behaviour", {"pse_auto_resolve_seconds": 0.3})

    attempt = pay(order, wish_for(wompi_sandbox, method, outcome))
    poll_until_final(attempt)

    order.refresh_from_db()
    assert attempt.status == outcome.lower()
    assert order.status == ("confirmed" if outcome == "APPROVED" else "pending")
    assert balances(account__kind="gateway") == (
        {"gateway": pesos(365_000)} if outcome == "APPROVED" else {}
    )
    check_books(wompi_sandbox, order)


def test_pse_answers_with_the_banks_page_and_keeps_the_units_for_half_an_hour(
    wompi_sandbox: Sandbox,
):
    order = make_order_to_pay()

    attempt = pay(order, wish("PSE"))

    order.refresh_from_db()
    assert (attempt.status, attempt.amount) == ("pending", pesos(115_000))
    assert attempt.payment_url.startswith(wompi_sandbox.url)
    assert attempt.reference.startswith(f"{order.number}-1-")
    assert len(attempt.reference) == len(order.number) + 3 + attempts.RANDOM_LENGTH
    assert order.reserved_until == clock.now() + timedelta(minutes=30)
    assert attempt.method_data == {
        "financial_institution_code": "1",
        "user_type": 0,
        "user_legal_id_type": "CC",
    }
    accepted = attempt.acceptance
    assert (accepted["user_id"], accepted["ip"]) == (str(order.buyer_id), "190.0.0.1")
    assert [sorted(document) for document in accepted["documents"]] == [
        ["file_hash", "kind", "url"],
        ["file_hash", "kind", "url"],
    ]


def test_a_card_token_is_not_kept(wompi_sandbox: Sandbox):
    attempt = pay(make_order_to_pay(), wish_for(wompi_sandbox, "CARD", "APPROVED"))

    assert attempt.method_data == {"installments": 3}


@pytest.mark.parametrize("kind", LOST_AFTER)
def test_a_charge_whose_answer_is_lost_is_unknown_then_found_and_charged_once(
    kind: str, wompi_sandbox: Sandbox
):
    order = make_order_to_pay()
    wompi_sandbox.break_next("create", kind, seconds=2)

    attempt = pay(order)

    assert (attempt.status, attempt.transaction_id) == ("unknown", "")
    poll_until_final(attempt)
    order.refresh_from_db()
    assert (attempt.status, order.status) == ("approved", "confirmed")
    assert len(wompi_sandbox.book(reference=attempt.reference)) == 1
    check_books(wompi_sandbox, order)


@pytest.mark.parametrize("kind", LOST_AFTER)
def test_asking_again_adopts_the_lost_charge_and_sends_no_second_one(
    kind: str, wompi_sandbox: Sandbox
):
    order = make_order_to_pay()
    wompi_sandbox.break_next("create", kind, seconds=2)
    first = pay(order)

    again = pay(order)

    assert again.pk == first.pk
    assert again.status in ("pending", "approved")
    assert len(wompi_sandbox.book(reference=first.reference)) == 1
    assert ChargeAttempt.objects.filter(order=order).count() == 1


@pytest.mark.parametrize("kind", LOST_BEFORE)
def test_a_charge_that_never_arrived_stays_unknown_and_is_sent_again_under_its_reference(
    kind: str, wompi_sandbox: Sandbox
):
    order = make_order_to_pay()
    wompi_sandbox.break_next("create", kind, seconds=2)
    first = pay(order)
    poll_now()
    first.refresh_from_db()
    assert first.status == "unknown"
    assert wompi_sandbox.book(reference=first.reference) == []

    again = pay(order, wish("PSE"))

    assert (again.pk, again.reference, again.status) == (first.pk, first.reference, "pending")
    assert again.method == "PSE"
    assert len(wompi_sandbox.book(reference=first.reference)) == 1


def test_a_slow_gateway_is_waited_for(wompi_sandbox: Sandbox):
    wompi_sandbox.break_next("create", "slow", seconds=0.5)

    attempt = pay(make_order_to_pay())

    assert attempt.status == "pending"


def test_a_refusal_while_an_earlier_call_is_unknown_does_not_close_the_attempt(
    wompi_sandbox: Sandbox,
):
    order = make_order_to_pay()
    wompi_sandbox.break_next("create", "http_500_before")
    first = pay(order)

    with pytest.raises(PaymentRefused):
        pay(order, wish("CARD", {"token": "tok_test_1_gone", "installments": 1}))

    first.refresh_from_db()
    assert first.status == "unknown"
    assert pay(order).reference == first.reference


def test_a_silent_gateway_leaves_an_unknown_attempt_open(wompi_sandbox: Sandbox):
    order = make_order_to_pay()
    wompi_sandbox.break_next("create", "drop_after")
    first = pay(order)
    wompi_sandbox.break_next("query", "http_500_before", times=5)

    with pytest.raises(PaymentInProgress) as refusal:
        pay(order)

    assert refusal.value.details["payment_id"] == str(first.pk)
    assert refusal.value.details["retry_after"] == 5


def test_an_unreachable_gateway_charges_nothing_and_lets_the_buyer_try_again(
    wompi_sandbox: Sandbox, settings: Any
):
    order = make_order_to_pay()
    working = settings.WOMPI_BASE_URL
    settings.WOMPI_BASE_URL = f"http://127.0.0.1:{free_port()}/v1"

    with pytest.raises(PaymentUnavailable):
        pay(order)

    closed = ChargeAttempt.objects.get(order=order)
    assert (closed.status, closed.next_poll_at) == ("error", None)
    settings.WOMPI_BASE_URL = working
    attempt = pay(order)
    assert attempt.reference.startswith(f"{order.number}-2-")
    assert attempt.status == "pending"


def test_what_the_gateway_refuses_is_told_and_may_be_tried_again(wompi_sandbox: Sandbox):
    order = make_order_to_pay()

    with pytest.raises(PaymentRefused) as refusal:
        pay(order, wish("CARD", {"token": "tok_test_1_gone", "installments": 1}))

    assert refusal.value.details["reasons"] == {
        "payment_method.token": ["El token no existe o ya fue usado"]
    }
    assert ChargeAttempt.objects.get(order=order).status == "error"
    assert pay(order).status == "pending"


def test_data_that_the_adapter_refuses_are_not_sent(wompi_sandbox: Sandbox):
    order = make_order_to_pay()

    with pytest.raises(PaymentDataInvalid) as refusal:
        pay(order, wish("NEQUI", {"phone_number": "12"}))

    assert refusal.value.details["field"] == "phone_number"
    assert wompi_sandbox.book(status="PENDING", reference=order.number) == []


def test_wrong_keys_are_our_fault_and_not_the_buyers(wompi_sandbox: Sandbox, settings: Any):
    settings.WOMPI_PRIVATE_KEY = "prv_test_wrong"

    with pytest.raises(PaymentUnavailable):
        pay(make_order_to_pay())


def test_one_open_attempt_for_an_order(wompi_sandbox: Sandbox):
    order = make_order_to_pay()
    first = pay(order, wish("PSE"))

    with pytest.raises(PaymentInProgress) as refusal:
        pay(order, wish("NEQUI"))

    assert refusal.value.details["payment_id"] == str(first.pk)
    assert refusal.value.details["payment_url"] == first.payment_url
    assert ChargeAttempt.objects.filter(order=order).count() == 1


def test_a_refused_attempt_makes_way_for_the_next_at_once(wompi_sandbox: Sandbox):
    order = make_order_to_pay()
    first = pay(order, wish("NEQUI", {"phone_number": PHONES["DECLINED"]}))
    wait_until(lambda: wompi_sandbox.book(reference=first.reference, status="DECLINED"))

    second = pay(order)

    first.refresh_from_db()
    assert (first.status, second.status) == ("declined", "pending")
    poll_until_final(second)
    assert Order.objects.get(pk=order.pk).status == "confirmed"


def test_an_approval_that_nobody_heard_of_is_the_answer_to_the_next_request(
    wompi_sandbox: Sandbox,
):
    order = make_order_to_pay()
    first = pay(order)
    wait_until(lambda: wompi_sandbox.book(reference=first.reference, status="APPROVED"))

    again = pay(order)

    assert (again.pk, again.status) == (first.pk, "approved")
    with pytest.raises(OrderNotPayable):
        pay(order)


class Crash(BaseException):
    """Stands for the end of the process: nothing catches it."""


def crash() -> None:
    raise Crash


@pytest.mark.parametrize("point", ["payments.after_attempt_commit", "payments.after_gateway_call"])
def test_a_crash_around_the_call_is_made_good_by_the_next_request(
    point: str, wompi_sandbox: Sandbox
):
    order = make_order_to_pay()
    faults.arm(point, crash)
    with pytest.raises(Crash):
        pay(order)
    faults.disarm()
    left = ChargeAttempt.objects.get(order=order)
    assert left.status == "created"
    with pytest.raises(PaymentInProgress):
        pay(order)  # its call may still be under way

    ChargeAttempt.objects.update(next_poll_at=clock.now() - timedelta(seconds=1))
    again = pay(order)

    assert again.pk == left.pk
    assert len(wompi_sandbox.book(reference=left.reference)) == 1
    poll_until_final(again)
    assert Order.objects.get(pk=order.pk).status == "confirmed"


def test_a_crash_before_the_settlement_commits_leaves_nothing_half_done(wompi_sandbox: Sandbox):
    order = make_order_to_pay()
    attempt = pay(order)
    wait_until(lambda: wompi_sandbox.book(reference=attempt.reference, status="APPROVED"))
    faults.arm("payments.before_settle_commit", crash)
    with pytest.raises(Crash):
        poll_now()
    faults.disarm()
    attempt.refresh_from_db()
    assert (attempt.status, Order.objects.get(pk=order.pk).status) == ("pending", "pending")
    assert balances() == {}

    poll_until_final(attempt)

    assert Order.objects.get(pk=order.pk).status == "confirmed"


def test_an_abandoned_attempt_expires_after_a_day_when_the_gateway_has_nothing(
    wompi_sandbox: Sandbox,
):
    attempt = make_attempt(make_order_to_pay())
    poll_now()
    attempt.refresh_from_db()
    assert attempt.status == "created"

    ChargeAttempt.objects.update(created_at=clock.now() - timedelta(hours=25))
    poll_now()

    attempt.refresh_from_db()
    assert (attempt.status, attempt.next_poll_at) == ("expired", None)


def test_money_that_comes_after_the_order_expired_and_sold_out_is_refundable(
    wompi_sandbox: Sandbox,
):
    variant = make_variant(stock=1)
    order = order_of([variant])
    attempt = pay(order, wish("PSE"))
    expire(order)
    order_of([variant])
    wompi_sandbox.resolve(attempt.transaction_id, "APPROVED")

    poll_until_final(attempt)

    order.refresh_from_db()
    assert (attempt.status, attempt.placement) == ("approved", "refundable")
    assert order.status == "cancelled"
    assert balances() == {"gateway": pesos(115_000), "refunds_due": pesos(-115_000)}
    check_books(wompi_sandbox, order)


def test_money_that_comes_late_revives_the_order_while_there_is_stock(wompi_sandbox: Sandbox):
    order = make_order_to_pay(stock=1)
    attempt = pay(order, wish("PSE"))
    expire(order)
    wompi_sandbox.resolve(attempt.transaction_id, "APPROVED")

    poll_until_final(attempt)

    order.refresh_from_db()
    assert (attempt.placement, order.status) == ("applied", "confirmed")
    check_books(wompi_sandbox, order)


def expire(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(reserved_until=clock.now() - timedelta(minutes=1))
    assert expire_unpaid_orders() == 1
