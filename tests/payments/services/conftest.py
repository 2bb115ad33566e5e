"""A payment under way, for the tests of services."""

import pytest

from payments.models import ChargeAttempt
from payments.services.checkout import start_payment
from tests.factories.payments import make_order_to_pay, wish
from tests.sandbox_fixture import Sandbox


@pytest.fixture
def pending(wompi_sandbox: Sandbox) -> ChargeAttempt:
    """A PSE payment that waits for its bank."""
    order = make_order_to_pay()
    return start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("PSE"))
