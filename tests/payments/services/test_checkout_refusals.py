"""Starting payments against the real sandbox: one charge at most, whatever the line does."""

from datetime import timedelta
from typing import Any

import pytest

from marketplace.shared import clock
from marketplace.shared.invariants import violations
from orders.errors import OrderNotFound
from orders.models import Order
from orders.services.transitions import cancel_order
from orders.states import Role
from payments.errors import (
    CardDataRefused,
    ConsentMissing,
    MethodNotAvailable,
    OrderNotPayable,
    PaymentUnavailable,
    RedirectNotAllowed,
    TooManyAttempts,
)
from payments.gateways import registry
from payments.models import ChargeAttempt, PaymentRoute
from payments.selectors import routes
from payments.services import attempts
from payments.services.checkout import Wish, start_payment
from tests.factories.accounts import make_user
from tests.factories.payments import (
    NEQUI,
    make_order_to_pay,
    wish,
)
from tests.sandbox_fixture import Sandbox, free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_and_consistent(settings: Any):
    settings.WOMPI_READ_TIMEOUT = 1.0
    yield
    assert violations() == []


def pay(order: Order, how: Wish | None = None) -> ChargeAttempt:
    return start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=how or wish("NEQUI"))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"accepts_terms": False}, ConsentMissing),
        ({"accepts_personal_data": False}, ConsentMissing),
        ({"method_data": NEQUI | {"card_number": "x"}}, CardDataRefused),
        ({"method_data": {"phone_number": "4242 4242 4242 4242"}}, CardDataRefused),
        ({"redirect_url": "https://evil.example.com/"}, RedirectNotAllowed),
        ({"redirect_url": "javascript:alert(1)"}, RedirectNotAllowed),
        ({"gateway": "payu"}, MethodNotAvailable),
    ],
)
def test_a_wish_that_cannot_be_leaves_no_attempt(changes: dict[str, Any], error: type[Exception]):
    order = make_order_to_pay()
    values = {"data": NEQUI, **changes}
    if "method_data" in changes:
        values = {"data": changes["method_data"]}

    with pytest.raises(error):
        pay(order, wish("NEQUI", **values))

    assert ChargeAttempt.objects.count() == 0


def test_a_strangers_order_looks_like_none():
    order = make_order_to_pay()

    with pytest.raises(OrderNotFound):
        start_payment(buyer_id=make_user().pk, order_id=order.pk, wish=wish("NEQUI"))

    assert ChargeAttempt.objects.count() == 0


def test_a_cancelled_or_expired_order_cannot_be_paid():
    cancelled, expired = make_order_to_pay(), make_order_to_pay()
    cancel_order(order_id=cancelled.pk, role=Role.BUYER, actor_id=cancelled.buyer_id, reason="no")
    Order.objects.filter(pk=expired.pk).update(reserved_until=clock.now() - timedelta(seconds=1))

    for order in (cancelled, expired):
        with pytest.raises(OrderNotPayable):
            pay(order)

    assert ChargeAttempt.objects.count() == 0


def test_the_routing_table_decides_what_is_available():
    order = make_order_to_pay()
    PaymentRoute.objects.filter(method="NEQUI").update(max_amount=100_000)

    with pytest.raises(MethodNotAvailable):
        pay(order)

    PaymentRoute.objects.filter(method="NEQUI").update(max_amount=None, is_enabled=False)
    with pytest.raises(MethodNotAvailable):
        pay(order)


def test_an_order_is_not_tried_for_ever(wompi_sandbox: Sandbox, settings: Any):
    order = make_order_to_pay()
    settings.WOMPI_BASE_URL = f"http://127.0.0.1:{free_port()}/v1"
    for _ in range(attempts.MAX_ATTEMPTS):
        with pytest.raises(PaymentUnavailable):
            pay(order)

    with pytest.raises(TooManyAttempts):
        pay(order)


def test_a_second_gateway_is_tried_only_when_the_first_cannot_be_reached(
    wompi_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, settings: Any
):
    # A second account at the same provider stands for a second gateway.
    broken = f"http://127.0.0.1:{free_port()}/v1"
    monkeypatch.setitem(registry._BUILDERS, "backup", registry._BUILDERS["wompi"])
    monkeypatch.setattr(routes, "NAMES", ("wompi", "backup"))
    PaymentRoute.objects.create(method="NEQUI", gateway="backup", position=1)
    order = make_order_to_pay()
    settings.WOMPI_BASE_URL = broken

    with pytest.raises(PaymentUnavailable):
        pay(order)

    tried = ChargeAttempt.objects.filter(order=order).order_by("created_at", "id")
    assert [(row.gateway, row.status) for row in tried] == [("wompi", "error"), ("backup", "error")]
