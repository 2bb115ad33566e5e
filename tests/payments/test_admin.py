"""Staff screens: everything can be seen, nothing bent, at a fixed number of queries."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.shared.models import AuditEntry
from payments.models import ChargeAttempt, LedgerPosting, PaymentRoute, WebhookNotice
from payments.services.checkout import start_payment
from payments.services.notices import receive
from payments.services.settlement import settle
from tests.factories.accounts import make_staff_user
from tests.factories.payments import answer, make_attempt, make_order_to_pay, wish
from tests.payments.signed import signed
from tests.sandbox_fixture import Sandbox, wait_until

pytestmark = pytest.mark.django_db

MODELS = sorted(
    model._meta.model_name or "" for model in apps.get_app_config("payments").get_models()
)


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make_staff_user(is_superuser=True))
    return client


def pay_one() -> ChargeAttempt:
    return settle(state=answer(make_attempt(make_order_to_pay(100_000, 300_000))))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_a_list_that_nobody_can_add_to_or_delete_from(model: str, staff: Client):
    attempt = pay_one()
    settle(state=answer(attempt, "VOIDED"))

    assert staff.get(f"/admin/payments/{model}/").status_code == 200
    allowed = 200 if model == "paymentroute" else 403
    assert staff.get(f"/admin/payments/{model}/add/").status_code == allowed
    for row in apps.get_model("payments", model).objects.all()[:1]:
        assert staff.get(f"/admin/payments/{model}/{row.pk}/change/").status_code == 200


@pytest.mark.parametrize(
    "model", ["chargeattempt", "commission", "ledgerposting", "ledgerentry", "ledgeraccount"]
)
def test_a_list_costs_the_same_for_one_and_for_three(model: str, staff: Client):
    path = f"/admin/payments/{model}/"
    costs = []
    for payments in (1, 2):
        for _ in range(payments):
            pay_one()
        staff.get(path)
        with CaptureQueriesContext(connection) as queries:
            staff.get(path)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_a_posting_shows_its_entries_at_a_fixed_cost(staff: Client):
    pay_one()
    path = f"/admin/payments/ledgerposting/{LedgerPosting.objects.get().pk}/change/"
    staff.get(path)

    with CaptureQueriesContext(connection) as queries:
        page = staff.get(path)

    assert "415.000" in page.content.decode() or "415000" in page.content.decode()
    assert len(queries) <= 8


def test_saving_a_charge_changes_nothing(staff: Client):
    attempt = pay_one()

    staff.post(
        f"/admin/payments/chargeattempt/{attempt.pk}/change/",
        {
            "status": "declined",
            "captured": "0",
            "refunds-TOTAL_FORMS": "0",
            "refunds-INITIAL_FORMS": "0",
        },
    )

    unchanged = ChargeAttempt.objects.get(pk=attempt.pk)
    assert (unchanged.status, unchanged.captured) == ("approved", attempt.captured)
    assert staff.post(f"/admin/payments/chargeattempt/{attempt.pk}/delete/").status_code == 403


def test_staff_have_the_gateway_asked_again(staff: Client, wompi_sandbox: Sandbox):
    order = make_order_to_pay()
    attempt = start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("NEQUI"))
    wait_until(lambda: wompi_sandbox.book(reference=attempt.reference, status="APPROVED"))

    page = staff.post(
        "/admin/payments/chargeattempt/",
        {"action": "ask_again", "_selected_action": [str(attempt.pk)]},
        follow=True,
    )

    assert "Cobros por los que se preguntó: 1" in page.content.decode()
    attempt.refresh_from_db()
    assert attempt.status == "approved"


def test_a_refusal_is_told_by_reference(staff: Client, wompi_sandbox: Sandbox):
    order = make_order_to_pay()
    attempt = start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("NEQUI"))
    wompi_sandbox.break_next("query", "http_500_before")

    page = staff.post(
        "/admin/payments/chargeattempt/",
        {"action": "ask_again", "_selected_action": [str(attempt.pk)]},
        follow=True,
    )

    assert attempt.reference in page.content.decode()
    assert "Cobros por los que se preguntó: 0" in page.content.decode()


def test_staff_replay_a_notice(staff: Client, wompi_sandbox: Sandbox, drain_outbox: Any):
    order = make_order_to_pay()
    attempt = start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("PSE"))
    notice_id = receive(
        gateway_name="wompi", body=signed(attempt, currency="USD"), headers={}, ip=None
    )
    drain_outbox()
    assert WebhookNotice.objects.get().outcome == "anomalous"

    staff.post(
        "/admin/payments/webhooknotice/",
        {"action": "replay_selected", "_selected_action": [str(notice_id)]},
    )

    assert WebhookNotice.objects.get().outcome == "waiting"


def test_routes_are_edited_by_staff(staff: Client):
    route = PaymentRoute.objects.get(method="PSE")

    staff.post(
        f"/admin/payments/paymentroute/{route.pk}/change/",
        {"method": "PSE", "gateway": "wompi", "position": "3", "min_amount": "5000"},
    )

    route.refresh_from_db()
    assert (route.position, route.is_enabled, route.min_amount) == (3, False, 5_000)
    entry = AuditEntry.objects.get(action="payments.route_set")
    assert entry.changes["min_amount"] == ["0.00", "5000"]
    assert entry.changes["is_enabled"] == ["True", "False"]


def test_a_route_to_an_unknown_gateway_is_refused(staff: Client):
    answer = staff.post(
        "/admin/payments/paymentroute/add/",
        {"method": "PSE", "gateway": "nadie", "position": "3", "min_amount": "0"},
        follow=True,
    )

    assert "No hay una pasarela «nadie»." in answer.content.decode()
    assert not PaymentRoute.objects.filter(gateway="nadie").exists()


def test_a_route_is_removed_by_the_service(staff: Client):
    route = PaymentRoute.objects.get(method="NEQUI")

    staff.post(f"/admin/payments/paymentroute/{route.pk}/delete/", {"post": "yes"})

    assert not PaymentRoute.objects.filter(method="NEQUI").exists()
    assert AuditEntry.objects.get(action="payments.route_removed").subject_id == str(route.pk)
