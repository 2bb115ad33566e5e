"""Settling what the gateway says: forward only, and every peso in its place."""

from decimal import Decimal
from itertools import permutations

import pytest

from marketplace.shared.models import AuditEntry
from orders.models import Order
from orders.services.transitions import cancel_order
from orders.states import Role
from payments.errors import ChargeMismatch, PaymentNotFound
from payments.models import ChargeAttempt, Commission, LedgerPosting, Refund
from payments.services.settlement import settle
from tests.factories.payments import answer, make_attempt, make_order_to_pay
from tests.payments.books import balances, pesos

pytestmark = pytest.mark.django_db


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
        "vendor_held": pesos(-(115_000 - 5_750 - 1_093) - (250_001 - 12_500 - 2_375)),
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
