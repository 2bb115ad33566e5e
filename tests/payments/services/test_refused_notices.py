"""Notices: checked, stored once, and worth no more than a reason to ask the gateway."""

from typing import Any

import pytest

from marketplace.shared.invariants import violations
from orders.models import Order
from payments.gateways.errors import UntrustedWebhook, WebhookSecretMissing
from payments.models import ChargeAttempt, RejectedNotice, WebhookNotice
from payments.services import notices
from payments.services.notices import receive
from tests.payments.signed import event, sign, signed
from tests.sandbox_fixture import Sandbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_adds_up():
    yield
    assert violations() == []


def tell(body: bytes, **headers: str) -> WebhookNotice:
    """Deliver a notice and return the stored row."""
    notice_id = receive(gateway_name="wompi", body=body, headers=headers, ip="190.0.0.9")
    return WebhookNotice.objects.get(pk=notice_id)


def order_status(attempt: ChargeAttempt) -> str:
    return Order.objects.values_list("status", flat=True).get(pk=attempt.order_id)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"event": "transaction.updated"}'])
def test_an_unsigned_notice_is_refused_and_only_its_hash_is_kept(body: bytes):
    with pytest.raises(UntrustedWebhook):
        tell(body)

    assert WebhookNotice.objects.count() == 0
    assert list(RejectedNotice.objects.values_list("gateway", "ip")) == [("wompi", "190.0.0.9")]


def test_a_notice_signed_with_another_secret_is_refused(pending: ChargeAttempt):
    with pytest.raises(UntrustedWebhook):
        tell(sign(event(pending), secret="test_integrity_plazaDemo"))

    assert WebhookNotice.objects.count() == 0


def test_a_forged_notice_does_not_take_the_place_of_the_true_one(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    with pytest.raises(UntrustedWebhook):
        tell(sign(event(pending), secret="guess"))

    tell(signed(pending))
    drain_outbox()

    assert order_status(pending) == "confirmed"


def test_without_a_secret_nothing_is_accepted(pending: ChargeAttempt, settings: Any):
    settings.WOMPI_EVENTS_SECRET = ""

    with pytest.raises(WebhookSecretMissing):
        tell(sign(event(pending), secret=""))

    assert (WebhookNotice.objects.count(), RejectedNotice.objects.count()) == (0, 0)


def test_refused_notices_do_not_fill_the_table(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(notices, "REJECTED_KEPT", 3)

    for number in range(6):
        with pytest.raises(UntrustedWebhook):
            tell(str(number).encode())

    assert RejectedNotice.objects.count() == 3


def test_headers_are_kept_without_credentials(pending: ChargeAttempt):
    body = signed(pending)

    stored = tell(body, **{"X-Trace": "1", "Authorization": "Bearer x", "Cookie": "a=b"})

    assert stored.headers == {"X-Trace": "1"}
    assert stored.body == body.decode()
