"""The two-step way to pay: say first what for and how, then give the method's data."""

from uuid import UUID

from orders.selectors.payable import payable_order

from ..errors import MethodNotAvailable
from ..models import ChargeAttempt
from ..selectors.buyers import open_attempt_of
from ..selectors.routes import gateways_for
from ..states import Method
from .attempts import Plan, check_payable, in_progress, open_intent


def create_intent(*, buyer_id: UUID, order_id: UUID, method: Method) -> ChargeAttempt:
    """Open an attempt that is sent to the gateway when the buyer confirms it.

    Asked for again by the same method it is the same intent, as long as it was not sent.

    Raises:
        OrderNotFound: no such order of this buyer.
        OrderNotPayable: paid, cancelled or expired.
        MethodNotAvailable: no gateway serves the method for this amount.
        PaymentInProgress: another attempt is open.
        TooManyAttempts: the order was tried too often.
    """
    order = payable_order(order_id=order_id, buyer_id=buyer_id)
    check_payable(order)
    gateways = gateways_for(method=method, amount=order.total)
    if not gateways:
        raise MethodNotAvailable(
            "Este medio de pago no está disponible para este valor.", method=method.value
        )
    previous = open_attempt_of(order_id=order_id)
    if previous is not None:
        if previous.next_poll_at is None and previous.method == method:
            return previous
        raise in_progress(previous)
    plan = Plan(method=method, gateway=gateways[0], kept_data={}, acceptance={}, fraud_score=0)
    return open_intent(order_id=order_id, buyer_id=buyer_id, plan=plan)
