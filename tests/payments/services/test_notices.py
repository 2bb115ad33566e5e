"""Notices: checked, stored once, and worth no more than a reason to ask the gateway."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from marketplace.shared import clock, faults
from marketplace.shared.clock import DbNow
from marketplace.shared.invariants import violations
from marketplace.shared.models import AuditEntry, OutboxMessage
from orders.models import Order
from payments.gateways.errors import UntrustedWebhook
from payments.models import ChargeAttempt, WebhookNotice
from payments.services import notices
from payments.services.notices import act_on, receive, replay
from payments.timetable import NOTICE_RETRY_SECONDS
from tests.factories.accounts import make_user
from tests.payments.asking import poll_until_final, sweep_now
from tests.payments.books import balances, pesos
from tests.payments.signed import event, sign, signed
from tests.sandbox_fixture import Sandbox, free_port

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


def test_a_true_notice_pays_the_order(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")

    stored = tell(signed(pending))
    assert (stored.outcome, stored.status) == ("waiting", "APPROVED")
    drain_outbox()

    stored.refresh_from_db()
    pending.refresh_from_db()
    assert (stored.outcome, stored.copies) == ("applied", 1)
    assert (pending.status, order_status(pending)) == ("approved", "confirmed")


def test_copies_are_counted_and_not_acted_on(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    tell(signed(pending))
    drain_outbox()

    stored = tell(signed(pending))

    assert (stored.copies, stored.outcome) == (2, "applied")
    assert OutboxMessage.objects.filter(event="payments.notice_stored").count() == 1


def test_the_same_charge_with_another_status_is_other_news(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    tell(signed(pending, "PENDING"))
    drain_outbox()
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")

    tell(signed(pending, "APPROVED"))
    drain_outbox()

    outcomes = WebhookNotice.objects.order_by("pk").values_list("status", "outcome")
    assert list(outcomes) == [("PENDING", "applied"), ("APPROVED", "applied")]
    assert order_status(pending) == "confirmed"


def test_a_notice_that_lies_about_the_status_moves_nothing_and_waits(
    pending: ChargeAttempt, drain_outbox: Any
):
    stored = tell(signed(pending, "APPROVED"))
    drain_outbox()

    stored.refresh_from_db()
    assert (stored.outcome, stored.attempts) == ("waiting", 1)
    assert stored.last_error == "gateway_says_pending"
    assert (order_status(pending), balances()) == ("pending", {})


def test_the_true_notice_counts_after_one_that_lied(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    tell(signed(pending, "APPROVED", reference=pending.reference + "-X"))
    drain_outbox()
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")

    stored = tell(signed(pending, "APPROVED"))
    drain_outbox()

    stored.refresh_from_db()
    assert (stored.outcome, stored.copies) == ("applied", 2)
    assert order_status(pending) == "confirmed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount_in_cents": 100}, "amount"),
        ({"currency": "USD"}, "currency"),
        ({"reference": "ORD-20261120-XXXXXXXX-1-AAAAAAAAAAAAAA"}, "reference"),
    ],
)
def test_a_notice_that_claims_something_else_is_anomalous_and_moves_nothing(
    changes: dict[str, Any],
    field: str,
    pending: ChargeAttempt,
    wompi_sandbox: Sandbox,
    drain_outbox: Any,
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")

    stored = tell(signed(pending, "APPROVED", **changes))
    drain_outbox()

    stored.refresh_from_db()
    assert (stored.outcome, stored.last_error) == ("anomalous", field)
    assert order_status(pending) == "pending"
    alert = AuditEntry.objects.get(action="payments.notice_anomalous")
    assert list(alert.changes) == [field]
    poll_until_final(pending)
    assert order_status(pending) == "confirmed"


def test_a_notice_of_another_environment_is_anomalous(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")

    stored = tell(sign({**event(pending), "environment": "prod"}))
    drain_outbox()

    stored.refresh_from_db()
    assert (stored.outcome, stored.last_error) == ("anomalous", "environment")
    assert order_status(pending) == "pending"


def test_a_charge_that_differs_from_ours_is_anomalous(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    """The gateway itself says another amount than we asked for."""
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    body = signed(pending)
    ChargeAttempt.objects.update(amount=pending.amount - 1)

    stored = tell(body)
    drain_outbox()

    stored.refresh_from_db()
    assert (stored.outcome, stored.last_error) == ("anomalous", "amount")
    assert (order_status(pending), balances()) == ("pending", {})
    ChargeAttempt.objects.update(amount=pending.amount)


def test_a_notice_that_beats_our_own_commit_is_tried_again(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    reference = pending.reference
    ChargeAttempt.objects.update(reference="ours-is-not-there-yet")
    stored = tell(signed(pending))
    drain_outbox()
    stored.refresh_from_db()
    assert (stored.outcome, stored.last_error) == ("waiting", "payment_not_found")

    ChargeAttempt.objects.update(reference=reference)
    sweep_now()

    stored.refresh_from_db()
    assert stored.outcome == "applied"
    assert order_status(pending) == "confirmed"


def test_a_notice_waits_while_the_gateway_is_down(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, settings: Any, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    working = settings.WOMPI_BASE_URL
    settings.WOMPI_BASE_URL = f"http://127.0.0.1:{free_port()}/v1"
    stored = tell(signed(pending))
    drain_outbox()
    stored.refresh_from_db()
    assert (stored.outcome, stored.last_error) == ("waiting", "gateway_unreachable")

    settings.WOMPI_BASE_URL = working
    assert notices.sweep() == 0  # its turn has not come
    assert sweep_now() == 1

    assert order_status(pending) == "confirmed"


def test_a_notice_that_nobody_can_place_is_given_up_and_told(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    ChargeAttempt.objects.update(reference="somebody-elses")
    stored = tell(signed(pending))
    drain_outbox()

    for _ in NOTICE_RETRY_SECONDS:
        sweep_now()

    stored.refresh_from_db()
    assert (stored.outcome, stored.attempts) == ("anomalous", len(NOTICE_RETRY_SECONDS))
    assert AuditEntry.objects.filter(action="payments.notice_anomalous").count() == 1


def test_an_old_notice_after_the_truth_is_without_effect(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    tell(signed(pending))
    drain_outbox()

    late = tell(signed(pending, "PENDING"))
    drain_outbox()

    late.refresh_from_db()
    assert late.outcome == "ignored"
    pending.refresh_from_db()
    assert pending.status == "approved"


def test_a_void_that_is_told_before_the_gateway_shows_it_is_not_lost(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    tell(signed(pending))
    drain_outbox()

    early = tell(signed(pending, "VOIDED"))
    drain_outbox()
    early.refresh_from_db()
    assert (early.outcome, early.last_error) == ("waiting", "gateway_says_approved")
    assert order_status(pending) == "confirmed"
    wompi_sandbox.resolve(pending.transaction_id, "VOIDED")
    sweep_now()
    drain_outbox()

    early.refresh_from_db()
    pending.refresh_from_db()
    assert (early.outcome, pending.status, pending.refunded) == ("applied", "voided", 115_000)
    assert (order_status(pending), balances()) == ("cancelled", {})


def test_the_true_void_counts_after_an_early_one_of_the_same_fingerprint(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    tell(signed(pending, "VOIDED"))
    drain_outbox()
    wompi_sandbox.resolve(pending.transaction_id, "VOIDED")

    stored = tell(signed(pending, "VOIDED"))
    drain_outbox()

    stored.refresh_from_db()
    assert (stored.outcome, stored.copies) == ("applied", 2)
    assert (order_status(pending), balances()) == ("cancelled", {})


def test_a_void_told_after_the_gateway_shows_it_is_acted_on_at_once(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    tell(signed(pending))
    drain_outbox()
    wompi_sandbox.resolve(pending.transaction_id, "VOIDED")

    stored = tell(signed(pending, "VOIDED"))
    drain_outbox()

    stored.refresh_from_db()
    assert (stored.outcome, order_status(pending), balances()) == ("applied", "cancelled", {})


@pytest.mark.parametrize("outcome", ["ignored", "anomalous"])
def test_a_copy_of_a_notice_closed_without_effect_is_acted_on_again(
    outcome: str, pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    tell(signed(pending))
    drain_outbox()
    WebhookNotice.objects.update(outcome=outcome, processed_at=DbNow())
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")

    stored = tell(signed(pending))
    drain_outbox()

    stored.refresh_from_db()
    assert (stored.outcome, stored.copies, order_status(pending)) == ("applied", 2, "confirmed")


def test_an_unknown_event_with_a_good_checksum_is_kept_and_ignored(drain_outbox: Any):
    content = {
        "event": "nequi_token.updated",
        "data": {"token": {"id": "nequi_test_1"}},
        "environment": "test",
        "timestamp": 1_795_000_005,
    }

    stored = tell(sign(content))

    assert (stored.event, stored.outcome) == ("nequi_token.updated", "ignored")
    assert tell(sign(content)).outcome == "ignored"
    assert OutboxMessage.objects.filter(event="payments.notice_stored").count() == 0


def test_acting_twice_on_the_same_notice_changes_nothing(
    pending: ChargeAttempt, wompi_sandbox: Sandbox
):
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    stored = tell(signed(pending))

    act_on(notice_id=stored.pk)
    act_on(notice_id=stored.pk)

    assert balances(account__kind="gateway") == {"gateway": pesos(115_000)}


def test_staff_can_have_a_notice_acted_on_again(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    stored = tell(signed(pending, "APPROVED", currency="USD"))
    drain_outbox()
    staff = make_user()

    assert replay(notice_ids=[stored.pk], actor_id=staff.pk) == 1
    drain_outbox()

    stored.refresh_from_db()
    assert stored.outcome == "anomalous"
    assert AuditEntry.objects.get(action="payments.notice_replayed").actor_id == staff.pk


def test_a_crash_after_storing_loses_no_notice(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    class Crash(BaseException):
        pass

    def crash() -> None:
        raise Crash

    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    faults.arm("payments.after_notice_commit", crash)
    with pytest.raises(Crash):
        tell(signed(pending))
    faults.disarm()

    tell(signed(pending))
    drain_outbox()

    assert order_status(pending) == "confirmed"
    assert WebhookNotice.objects.get().copies == 2


def test_money_is_never_logged_with_bodies_or_people(
    pending: ChargeAttempt, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG, logger="plaza"), pytest.raises(UntrustedWebhook):
        tell(sign(event(pending), secret="guess"))

    assert "ana@example.com" not in caplog.text
    assert pending.reference not in caplog.text


def test_old_age_is_no_reason_to_refuse(
    pending: ChargeAttempt, wompi_sandbox: Sandbox, drain_outbox: Any
):
    """Wompi repeats for more than a day."""
    wompi_sandbox.resolve(pending.transaction_id, "APPROVED")
    old = {**event(pending), "timestamp": int((clock.now() - timedelta(days=3)).timestamp())}

    tell(sign(old))
    drain_outbox()

    assert order_status(pending) == "confirmed"
