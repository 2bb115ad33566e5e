"""Orders to pay and payments for tests, made by the services."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marketplace.shared.ids import new_id
from orders.models import Order
from orders.services.placement import place_order
from payments.gateways.base import ChargeState
from payments.gateways.base import ChargeStatus as GatewayStatus
from payments.models import ChargeAttempt
from payments.services.attempts import Plan, open_attempt
from payments.services.checkout import Wish
from payments.states import Method

from .accounts import make_user
from .catalog import make_product, variant_of
from .orders import ADDRESS

PSE = {
    "financial_institution_code": "1",
    "user_type": 0,
    "user_legal_id_type": "CC",
    "user_legal_id": "1020304050",
}
NEQUI = {"phone_number": "3991111111"}


def make_variant(*, price: int = 100_000, stock: int = 10) -> UUID:
    """Return a variant for sale, of a shop of its own."""
    return variant_of(make_product(price=price, stock=stock)).pk


def order_of(variants: Sequence[UUID], *, buyer: Any = None) -> Order:
    """Return a pending order of one unit of each variant."""
    buyer = buyer or make_user()
    return place_order(
        buyer_id=buyer.pk,
        email=buyer.email,
        quantities=dict.fromkeys(variants, 1),
        shipping_address=ADDRESS,
    )


def make_order_to_pay(*prices: int, buyer: Any = None, stock: int = 10) -> Order:
    """Return a pending order of one unit for each price, each of another shop (100,000 if none)."""
    variants = [make_variant(price=price, stock=stock) for price in prices or (100_000,)]
    return order_of(variants, buyer=buyer)


def make_attempt(order: Order, *, method: Method = Method.CARD) -> ChargeAttempt:
    """Return an open attempt whose gateway was not called."""
    plan = Plan(method=method, gateway="wompi", kept_data={}, acceptance={}, fraud_score=0)
    return open_attempt(order_id=order.pk, buyer_id=order.buyer_id, plan=plan).attempt


def answer(attempt: ChargeAttempt, status: str = "APPROVED", **values: Any) -> ChargeState:
    """Return what the gateway would say about an attempt."""
    defaults: dict[str, Any] = {
        "gateway": attempt.gateway,
        "transaction_id": attempt.transaction_id or f"15113-{new_id().hex[:20]}",
        "reference": attempt.reference,
        "status": GatewayStatus(status),
        "amount": attempt.amount,
        "currency": attempt.currency,
        "method": attempt.method,
        "environment": "test",
    }
    return ChargeState(**(defaults | values))


def wish(method: str = "PSE", data: dict[str, Any] | None = None, **values: Any) -> Wish:
    """Return a valid wish of a buyer who ticked both boxes."""
    defaults: dict[str, Any] = {
        "method": Method(method),
        "method_data": data or {"PSE": PSE, "NEQUI": NEQUI}[method],
        "accepts_terms": True,
        "accepts_personal_data": True,
        "ip": "190.0.0.1",
    }
    return Wish(**(defaults | values))
