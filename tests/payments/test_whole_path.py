"""Purchases with everything real: API, sandbox, bank, notices over HTTP, outbox."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from marketplace.shared.invariants import violations
from orders.models import Order
from payments.models import ChargeAttempt, RejectedNotice, WebhookNotice
from tests.factories.accounts import make_user
from tests.factories.payments import NEQUI, PSE, make_order_to_pay
from tests.payments.asking import sweep_now
from tests.payments.books import balances, pesos
from tests.sandbox_fixture import Sandbox, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def everything_adds_up():
    yield
    assert violations() == []


@pytest.fixture
def pay(client_of: Callable[..., APIClient]) -> Callable[..., dict[str, Any]]:
    """Pay an order through the API and return the answer."""

    def start(order: Order, method: str = "PSE", **data: Any) -> dict[str, Any]:
        bases: dict[str, Any] = {"PSE": PSE, "NEQUI": NEQUI, "CARD": {"installments": 1}}
        response = client_of(order.buyer).post(
            "/api/v1/payments/process",
            {
                "order_id": str(order.pk),
                "payment_method": method,
                "payment_data": {
                    **bases[method],
                    **data,
                    "accept_terms": True,
                    "accept_personal_data": True,
                },
            },
            format="json",
            HTTP_IDEMPOTENCY_KEY=str(uuid4()),
        )
        assert response.status_code == 200, response.content
        return response.json()

    return start


def notices(**filters: Any) -> int:
    return WebhookNotice.objects.filter(**filters).count()


def until_confirmed(order: Order, drain_outbox: Any) -> None:
    def confirmed() -> bool:
        drain_outbox(failures_allowed=True)
        order.refresh_from_db()
        return order.status == "confirmed"

    wait_until(confirmed, seconds=20)


def test_a_purchase_by_card_from_two_shops(sandbox_for_shop: Sandbox, pay: Any, drain_outbox: Any):
    order = make_order_to_pay(100_000, 250_000)

    payment = pay(order, "CARD", token=sandbox_for_shop.card_token())
    until_confirmed(order, drain_outbox)

    attempt = ChargeAttempt.objects.get()
    assert (str(attempt.pk), attempt.placement) == (payment["id"], "applied")
    assert balances() == {
        "gateway": pesos(365_000),
        "vendor_held": pesos(-108_157 - 235_125),
        "commission": pesos(-18_250),
        "commission_iva": pesos(-3_468),
    }


@pytest.mark.parametrize("mode", ["duplicate", "reorder", "delay"])
def test_notices_that_are_repeated_reordered_or_late_pay_once(
    mode: str, sandbox_for_shop: Sandbox, pay: Any, drain_outbox: Any
):
    sandbox_for_shop.control("PUT", "/sandbox/notices", {"mode": mode, "copies": 3, "seconds": 0.3})
    order = make_order_to_pay()
    payment = pay(order)
    sandbox_for_shop.resolve(payment["transaction_id"], "APPROVED")

    until_confirmed(order, drain_outbox)

    assert balances(account__kind="gateway") == {"gateway": pesos(115_000)}


@pytest.mark.parametrize("forge", ["signature", "amount", "reference", "currency"])
def test_forged_notices_pay_nothing(
    forge: str, sandbox_for_shop: Sandbox, pay: Any, drain_outbox: Any
):
    order = make_order_to_pay()
    payment = pay(order)

    sandbox_for_shop.control(
        "POST",
        f"/sandbox/transactions/{payment['transaction_id']}/notify",
        {"status": "APPROVED", "forge": forge},
    )
    drain_outbox(failures_allowed=True)

    order.refresh_from_db()
    assert (order.status, balances()) == ("pending", {})
    rejected = RejectedNotice.objects.count()
    assert (rejected, notices(outcome="anomalous")) == ((1, 0) if forge == "signature" else (0, 1))
    sandbox_for_shop.resolve(payment["transaction_id"], "APPROVED")
    until_confirmed(order, drain_outbox)


def test_fifty_copies_at_once_are_one_notice(
    sandbox_for_shop: Sandbox, pay: Any, drain_outbox: Any
):
    sandbox_for_shop.control("PUT", "/sandbox/notices", {"mode": "off"})
    order = make_order_to_pay()
    payment = pay(order)
    sandbox_for_shop.resolve(payment["transaction_id"], "APPROVED")

    answers = sandbox_for_shop.control(
        "POST", f"/sandbox/transactions/{payment['transaction_id']}/notify", {"copies": 50}
    ).json()["deliveries"]

    assert {answer["http_status"] for answer in answers} == {200}
    assert WebhookNotice.objects.get().copies == 50
    until_confirmed(order, drain_outbox)


def test_a_notice_before_the_answer_waits_for_our_commit(
    sandbox_for_shop: Sandbox, pay: Any, drain_outbox: Any
):
    sandbox_for_shop.control("PUT", "/sandbox/behaviour", {"notice_before_answer": True})
    order = make_order_to_pay()

    pay(order, "NEQUI")
    drain_outbox(failures_allowed=True)
    sweep_now()

    order.refresh_from_db()
    assert order.status == "confirmed"


def test_the_sandbox_and_we_agree_on_every_approved_peso(
    sandbox_for_shop: Sandbox, pay: Any, drain_outbox: Any
):
    buyer = make_user()
    orders = [make_order_to_pay(100_000 + number, buyer=buyer) for number in range(4)]
    phones = ("3991111111", "3992222222", "3991111111", "3993333333")
    for order, phone in zip(orders, phones, strict=True):
        pay(order, "NEQUI", phone_number=phone)

    wait_until(lambda: notices() == len(orders), seconds=20)
    drain_outbox(failures_allowed=True)

    numbers = {order.number for order in orders}
    approved = sum(
        row["amount_in_cents"] // 100
        for row in sandbox_for_shop.book(status="APPROVED")
        if row["reference"][:21] in numbers
    )
    placed = sum(attempt.captured for attempt in ChargeAttempt.objects.all())
    assert (approved, placed) == (230_002, pesos(230_002))
    assert balances(account__kind="gateway") == {"gateway": pesos(230_002)}
