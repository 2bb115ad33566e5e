"""The two-step way to pay: say first what for, then give the method and its data."""

from decimal import Decimal
from uuid import UUID

from orders.selectors.payable import payable_order

from ..errors import MethodNotAvailable
from ..models import ChargeAttempt
from ..selectors.buyers import open_attempt_of
from ..selectors.routes import gateways_for, offered_methods
from ..states import Method
from .attempts import Plan, check_payable, choose_method, in_progress, open_intent


def create_intent(*, buyer_id: UUID, order_id: UUID, method: Method | None) -> ChargeAttempt:
    """Open an attempt that is sent to the gateway when the buyer confirms it.

    Without a method it waits for one, at the latest until it is confirmed. Asked for again,
    without a method or by the same one, it is the same intent, as long as it was not sent.

    Raises:
        OrderNotFound: no such order of this buyer.
        OrderNotPayable: paid, cancelled or expired.
        MethodNotAvailable: no gateway serves the method for this amount.
        PaymentInProgress: another attempt is open.
        TooManyAttempts: the order was tried too often.
    """
    order = payable_order(order_id=order_id, buyer_id=buyer_id)
    check_payable(order)
    gateway = _first_gateway(method, order.total)
    previous = open_attempt_of(order_id=order_id)
    if previous is None:
        plan = Plan(method=method, gateway=gateway, kept_data={}, acceptance={}, fraud_score=0)
        return open_intent(order_id=order_id, buyer_id=buyer_id, plan=plan)
    if previous.next_poll_at is None and method in (None, previous.method):
        return previous
    chosen = method and choose_method(intent_id=previous.pk, method=method, gateway=gateway)
    if not chosen:
        raise in_progress(previous)
    return chosen


def _first_gateway(method: Method | None, amount: Decimal) -> str:
    """Return the gateway to plan with; without a method any will do until one is chosen."""
    if method is not None:
        gateways = gateways_for(method=method, amount=amount)
    else:
        gateways = [name for each in offered_methods(amount=amount) for name in each.gateways]
    if not gateways:
        raise MethodNotAvailable(
            "Este medio de pago no está disponible para este valor.",
            method=method.value if method else None,
        )
    return gateways[0]
