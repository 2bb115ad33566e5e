"""``/api/v1/vendor/…``: own money only, and only for those who look after it."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from orders.services.transitions import cancel_vendor_order
from orders.states import Role
from payments.models import Commission
from payments.services.settlement import settle
from tests.factories.accounts import make_user
from tests.factories.payments import answer, make_attempt, make_order_to_pay
from tests.factories.vendors import make_member, owner_of

pytestmark = pytest.mark.django_db

PATHS = ["commissions", "commissions/summary", "balance", "ledger"]


@pytest.fixture
def order() -> Any:
    paid = make_order_to_pay(100_000, 300_000)
    settle(state=answer(make_attempt(paid)))
    return paid


@pytest.fixture
def vendor(order: Any) -> Any:
    return order.vendor_orders.get(total=115_000).vendor


@pytest.fixture
def owner(vendor: Any, client_of: Callable[..., APIClient]) -> APIClient:
    return client_of(owner_of(vendor))


def test_commissions_are_the_vendors_own(owner: APIClient, order: Any):
    answered = owner.get("/api/v1/vendor/commissions").json()

    commission = Commission.objects.get(base=115_000)
    part = order.vendor_orders.get(total=115_000)
    assert answered["count"] == 1
    row = answered["results"][0]
    assert row | {"created_at": None} == {
        "id": str(commission.pk),
        "order_id": str(order.pk),
        "vendor_order_id": str(part.pk),
        "vendor_order_number": part.number,
        "base": "115000.00",
        "rate": "0.0500",
        "amount": "5750.00",
        "iva": "1093.00",
        "vendor_net": "108157.00",
        "created_at": None,
    }


def test_balance_and_ledger_show_what_is_owed(owner: APIClient, order: Any):
    assert owner.get("/api/v1/vendor/balance").json() == {
        "held": "108157.00",
        "available": "0.00",
        "currency": "COP",
    }
    row = owner.get("/api/v1/vendor/ledger").json()["results"][0]
    assert (row["kind"], row["account_kind"], row["credit"]) == (
        "capture",
        "vendor_held",
        "108157.00",
    )
    assert row["order_id"] == str(order.pk)


def test_a_sale_that_goes_back_leaves_nothing(owner: APIClient, order: Any, drain_outbox: Any):
    part = order.vendor_orders.get(total=115_000)
    cancel_vendor_order(
        vendor_order_id=part.pk, role=Role.BUYER, actor_id=order.buyer_id, reason="ya no"
    )
    drain_outbox()

    assert owner.get("/api/v1/vendor/balance").json()["held"] == "0.00"
    assert owner.get("/api/v1/vendor/commissions/summary").json() == {
        "sales": 1,
        "base": "115000.00",
        "amount": "5750.00",
        "iva": "1093.00",
        "vendor_net": "108157.00",
        "reversed_sales": 1,
        "reversed_base": "115000.00",
    }
    came_in = [row["credit"] for row in owner.get("/api/v1/vendor/ledger").json()["results"]]
    assert came_in == ["-108157.00", "108157.00"]


@pytest.mark.parametrize("path", PATHS)
def test_who_may_look(path: str, vendor: Any, api: APIClient, client_of: Callable[..., APIClient]):
    url = f"/api/v1/vendor/{path}"

    assert api.get(url).status_code == 401
    assert client_of(make_user()).get(url).status_code == 403
    statuses = {
        role: client_of(make_member(vendor, role)).get(url).status_code
        for role in ("finance", "read_only", "catalogue", "orders")
    }
    assert statuses == {"finance": 200, "read_only": 200, "catalogue": 403, "orders": 403}


def test_lists_cost_four_statements(owner: APIClient, django_assert_num_queries: Any):
    for path in ("commissions", "ledger"):
        with django_assert_num_queries(4):  # who asks, the shop, count, rows
            owner.get(f"/api/v1/vendor/{path}")
