"""What anybody may know, and the door for notices."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from payments.models import RejectedNotice, WebhookNotice
from payments.services.checkout import start_payment
from tests.factories.payments import make_order_to_pay, wish
from tests.payments.signed import event, sign, signed
from tests.sandbox_fixture import Sandbox, free_port

pytestmark = pytest.mark.django_db

DOORS = [
    "/api/v1/payments/webhooks/wompi",
    "/api/v1/payments/webhooks/wompi/",
    "/api/v1/webhooks/wompi",
    "/api/v1/payments/webhook",
]


@pytest.fixture
def body(wompi_sandbox: Sandbox) -> bytes:
    order = make_order_to_pay()
    attempt = start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("PSE"))
    return signed(attempt)


def tell(api: APIClient, content: bytes, path: str = DOORS[0]) -> Any:
    return api.post(path, content, content_type="application/json")


@pytest.mark.parametrize("path", DOORS)
def test_a_signed_notice_is_stored_at_every_door(path: str, api: APIClient, body: bytes):
    response = tell(api, body, path)

    assert (response.status_code, response.json()) == (200, {"status": "received"})
    assert WebhookNotice.objects.get().body == body.decode()


def test_an_unsigned_notice_is_401_and_stored_nowhere_it_counts(api: APIClient):
    response = tell(api, b'{"event": "transaction.updated"}')

    assert response.status_code == 401
    assert response.json()["code"] == "untrusted_webhook"
    assert (WebhookNotice.objects.count(), RejectedNotice.objects.count()) == (0, 1)


def test_without_a_secret_the_door_is_closed(api: APIClient, wompi_sandbox: Sandbox, settings: Any):
    order = make_order_to_pay()
    attempt = start_payment(buyer_id=order.buyer_id, order_id=order.pk, wish=wish("PSE"))
    settings.WOMPI_EVENTS_SECRET = ""

    response = tell(api, sign(event(attempt), secret=""))

    assert response.status_code == 503
    assert response.json()["code"] == "webhook_secret_missing"


def test_a_huge_notice_is_not_read(api: APIClient):
    response = tell(api, b"x" * 70_000)

    assert (response.status_code, response.json()["code"]) == (413, "notice_too_large")
    assert RejectedNotice.objects.count() == 0


def test_an_unknown_gateway_is_404_and_reading_is_not_allowed(api: APIClient):
    assert tell(api, b"{}", "/api/v1/payments/webhooks/paypal").status_code == 404
    assert api.get(DOORS[0]).status_code == 405


def test_storing_a_notice_costs_few_statements(
    api: APIClient, body: bytes, django_assert_max_num_queries: Any
):
    with django_assert_max_num_queries(4):  # savepoint, notice, message, release
        assert tell(api, body).status_code == 200


def test_config_tells_public_things_only(api: APIClient, wompi_sandbox: Sandbox, settings: Any):
    answer = api.get("/api/v1/payments/config").json()

    assert answer["currency"] == "COP"
    assert answer["public_key"] == settings.WOMPI_PUBLIC_KEY
    assert answer["sandbox_url"] == wompi_sandbox.url
    assert answer["methods"] == ["CARD", "PSE", "NEQUI"]
    assert {document["kind"] for document in answer["acceptance"]} == {
        "END_USER_POLICY",
        "PERSONAL_DATA_AUTH",
    }
    for secret in ("WOMPI_PRIVATE_KEY", "WOMPI_EVENTS_SECRET", "WOMPI_INTEGRITY_SECRET"):
        assert getattr(settings, secret) not in str(answer)


def test_outside_of_the_demo_nobody_hears_of_the_sandbox(
    api: APIClient, wompi_sandbox: Sandbox, settings: Any
):
    settings.DEMO = False

    assert "sandbox_url" not in api.get("/api/v1/payments/config").json()


def test_methods_have_banks_and_instalments(api: APIClient, wompi_sandbox: Sandbox):
    answer = api.get("/api/v1/payments/methods", {"amount": "100000.00"}).json()

    by_method = {method["method"]: method for method in answer["methods"]}
    assert list(by_method) == ["CARD", "PSE", "NEQUI"]
    assert by_method["PSE"]["banks"][0] == {"code": "1", "name": "Banco que aprueba"}
    assert by_method["CARD"]["installments"][-1] == 36
    assert (by_method["NEQUI"]["gateways"], by_method["NEQUI"]["minutes_to_pay"]) == (["wompi"], 30)
    assert answer["degraded"] is False
    for nonsense in ("-1", "1.5", "x"):
        response = api.get("/api/v1/payments/methods", {"amount": nonsense})
        assert response.status_code == 400


def test_methods_are_told_while_the_gateway_is_down(
    api: APIClient, wompi_sandbox: Sandbox, settings: Any
):
    settings.WOMPI_BASE_URL = f"http://127.0.0.1:{free_port()}/v1"

    answer = api.get("/api/v1/payments/methods").json()

    assert answer["degraded"] is True
    assert [method["method"] for method in answer["methods"]] == ["CARD", "PSE", "NEQUI"]
    assert api.get("/api/v1/payments/config").json()["acceptance"] == []


@pytest.mark.parametrize("path", ["/api/v1/payments/health", "/api/v1/webhooks/health"])
def test_health_counts_what_waits(
    path: str, api: APIClient, body: bytes, django_assert_num_queries: Any
):
    tell(api, body)

    with django_assert_num_queries(2):
        answer = api.get(path).json()

    gateway = answer["gateways"][0]
    assert (answer["status"], gateway["name"]) == ("ok", "wompi")
    assert (gateway["waiting_notices"], gateway["open_charges"]) == (1, 1)
    assert gateway["last_notice_at"] is not None
