"""``/api/v1/payments``: what buyers send and get."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from marketplace.shared.models import IdempotencyKey
from orders.models import Order
from payments.models import ChargeAttempt
from tests.factories.accounts import make_user
from tests.factories.payments import NEQUI, PSE, make_order_to_pay
from tests.payments.asking import poll_until_final
from tests.sandbox_fixture import Sandbox, free_port, wait_until

pytestmark = pytest.mark.django_db

PROCESS = "/api/v1/payments/process"
INTENT = "/api/v1/payments/create-intent"
CONFIRM = "/api/v1/payments/confirm"
TICKED = {"accept_terms": True, "accept_personal_data": True}


@pytest.fixture
def buyer() -> Any:
    return make_user()


@pytest.fixture
def client(buyer: Any, client_of: Callable[..., APIClient]) -> APIClient:
    return client_of(buyer)


@pytest.fixture
def order(buyer: Any) -> Order:
    return make_order_to_pay(buyer=buyer)


def body_for(order: Order, method: str = "PSE", **data: Any) -> dict[str, Any]:
    base = {"PSE": PSE, "NEQUI": NEQUI, "CARD": {}, "CASH": {}}[method]
    return {
        "order_id": str(order.pk),
        "payment_method": method,
        "payment_data": base | TICKED | data,
    }


def post(client: APIClient, body: Any, *, path: str = PROCESS, key: str = "") -> Any:
    return client.post(path, body, format="json", HTTP_IDEMPOTENCY_KEY=key or str(uuid4()))


def code_of(response: Any, status: int) -> str:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    return response.json()["code"]


def test_process_answers_with_the_attempt(client: APIClient, order: Order, wompi_sandbox: Sandbox):
    response = post(client, body_for(order))

    assert response.status_code == 200
    answer = response.json()
    attempt = ChargeAttempt.objects.get()
    assert answer | {"payment_url": None, "created_at": None} == {
        "id": str(attempt.pk),
        "intent_id": str(attempt.pk),
        "transaction_id": attempt.transaction_id,
        "reference": attempt.reference,
        "order_id": str(order.pk),
        "status": "pending",
        "status_message": "",
        "amount": "115000.00",
        "currency": "COP",
        "payment_method": "PSE",
        "gateway": "wompi",
        "payment_url": None,
        "fraud_score": 25,
        "created_at": None,
        "settled_at": None,
    }
    assert answer["payment_url"].startswith(f"{wompi_sandbox.url}/banco/")


def test_the_same_key_gets_the_same_answer_and_charges_once(
    client: APIClient, order: Order, wompi_sandbox: Sandbox
):
    first = post(client, body_for(order), key="la-misma-clave")
    again = post(client, body_for(order), key="la-misma-clave")

    assert again["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    assert ChargeAttempt.objects.count() == 1


def test_the_same_key_with_other_data_is_refused(
    client: APIClient, order: Order, wompi_sandbox: Sandbox
):
    post(client, body_for(order), key="la-misma-clave")

    assert (
        code_of(post(client, body_for(order, "NEQUI"), key="la-misma-clave"), 422)
        == "idempotency_key_reused"
    )


def test_a_second_payment_while_one_is_open_names_it(
    client: APIClient, order: Order, wompi_sandbox: Sandbox
):
    first = post(client, body_for(order)).json()

    refusal = post(client, body_for(order))

    assert code_of(refusal, 409) == "payment_in_progress"
    assert refusal.json()["details"]["payment_id"] == first["id"]
    assert refusal["Retry-After"] == "5"


@pytest.mark.parametrize(
    ("path", "change", "status", "code"),
    [
        (PROCESS, {"payment_method": "BTC"}, 400, "invalid_input"),
        (PROCESS, {"payment_data": {}}, 400, "invalid_input"),
        (PROCESS, {"payment_data": PSE}, 400, "consent_missing"),
        (PROCESS, {"payment_data": PSE | TICKED | {"accept_terms": False}}, 400, "consent_missing"),
        (PROCESS, {"payment_data": PSE | TICKED | {"accept_terms": "true"}}, 400, "invalid_input"),
        (PROCESS, {"payment_data": PSE | TICKED | {"user_type": "0"}}, 400, "invalid_input"),
        (PROCESS, {"payment_data": PSE | TICKED | {"amount": "1"}}, 400, "invalid_input"),
        (PROCESS, {"payment_data": [1]}, 400, "invalid_input"),
        (PROCESS, {"amount": "1.00"}, 400, "invalid_input"),
        (PROCESS, {"order_id": str(uuid4())}, 404, "order_not_found"),
        (PROCESS, {"order_id": "x"}, 400, "invalid_input"),
        (
            PROCESS,
            {"payment_data": PSE | TICKED | {"redirect_url": "https://evil.example.com"}},
            400,
            "redirect_not_allowed",
        ),
        (PROCESS + "/payu", {}, 409, "method_not_available"),
        (PROCESS + "/efecty", {}, 409, "method_not_available"),
        (
            PROCESS,
            {"payment_method": "CASH", "payment_data": TICKED},
            409,
            "method_not_available",
        ),
        (
            PROCESS,
            {
                "payment_method": "CARD",
                "payment_data": TICKED | {"token": "tok_test_1_gone"},
            },
            422,
            "payment_refused",
        ),
    ],
)
def test_what_cannot_be_is_a_clear_problem(
    path: str,
    change: dict[str, Any],
    status: int,
    code: str,
    client: APIClient,
    order: Order,
    wompi_sandbox: Sandbox,
):
    response = post(client, body_for(order) | change, path=path)

    assert code_of(response, status) == code
    assert wompi_sandbox.book(reference=f"{order.number}-1") == []
    assert IdempotencyKey.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        {"number": "1"},
        {"cvc": "123"},
        {"token": "4242424242424242"},
        {"nested": {"x": "4242 4242 4242 4242"}},
        {"phone_number": 4242424242424242},
    ],
)
def test_card_data_are_refused_and_not_logged(
    data: dict[str, Any], client: APIClient, order: Order, caplog: pytest.LogCaptureFixture
):
    response = post(client, body_for(order, "CARD", **data))

    assert code_of(response, 400) == "card_data_refused"
    assert "4242" not in caplog.text
    assert (ChargeAttempt.objects.count(), IdempotencyKey.objects.count()) == (0, 0)


def test_strangers_get_401_and_404(
    api: APIClient, order: Order, client_of: Callable[..., APIClient], wompi_sandbox: Sandbox
):
    stranger = client_of(make_user())

    assert post(api, body_for(order)).status_code == 401
    assert code_of(post(stranger, body_for(order)), 404) == "order_not_found"
    assert ChargeAttempt.objects.count() == 0


def test_a_key_is_demanded(client: APIClient, order: Order):
    response = client.post(PROCESS, body_for(order), format="json")

    assert code_of(response, 400) == "idempotency_key_missing"


def test_a_gateway_that_is_down_charges_nothing_and_the_key_may_come_again(
    client: APIClient, order: Order, wompi_sandbox: Sandbox, settings: Any
):
    working = settings.WOMPI_BASE_URL
    settings.WOMPI_BASE_URL = f"http://127.0.0.1:{free_port()}/v1"
    refusal = post(client, body_for(order), key="otra-clave")
    settings.WOMPI_BASE_URL = working

    assert code_of(refusal, 503) == "payment_unavailable"
    assert post(client, body_for(order), key="otra-clave").json()["status"] == "pending"


def test_a_lost_answer_is_200_unknown_and_watching_it_finds_the_truth(
    client: APIClient, order: Order, wompi_sandbox: Sandbox
):
    wompi_sandbox.break_next("create", "drop_after")

    answer = post(client, body_for(order, "NEQUI")).json()

    assert (answer["status"], answer["transaction_id"]) == ("unknown", None)
    wait_until(lambda: wompi_sandbox.book(reference=answer["reference"], status="APPROVED"))
    status = client.get(f"/api/v1/payments/status/{answer['id']}").json()
    assert status["status"] == "approved"
    by_transaction = client.get(f"/api/v1/payments/status/{status['transaction_id']}")
    assert by_transaction.json()["id"] == answer["id"]


def test_watching_asks_the_gateway_only_once_in_a_while(
    client: APIClient, order: Order, wompi_sandbox: Sandbox
):
    payment = post(client, body_for(order)).json()
    client.get(f"/api/v1/payments/status/{payment['id']}")
    wompi_sandbox.resolve(payment["transaction_id"], "APPROVED")

    seen = client.get(f"/api/v1/payments/status/{payment['id']}").json()

    assert seen["status"] == "pending"


def test_create_and_confirm_are_the_same_payment(
    client: APIClient, order: Order, wompi_sandbox: Sandbox
):
    intent = post(
        client,
        {"order_id": str(order.pk), "payment_method": "NEQUI"},
        path=INTENT,
    ).json()
    assert (intent["status"], intent["transaction_id"]) == ("created", None)
    assert wompi_sandbox.book(reference=intent["reference"]) == []

    confirmed = post(
        client,
        {"intent_id": intent["id"], "payment_data": NEQUI | TICKED},
        path=CONFIRM,
    ).json()

    assert (confirmed["id"], confirmed["reference"]) == (intent["id"], intent["reference"])
    assert confirmed["status"] == "pending"
    assert ChargeAttempt.objects.count() == 1


def test_an_intent_without_a_method_gets_it_when_it_is_confirmed(
    client: APIClient, order: Order, wompi_sandbox: Sandbox
):
    reserved_until = order.reserved_until
    intent = post(client, {"order_id": str(order.pk)}, path=INTENT).json()
    assert (intent["status"], intent["payment_method"]) == ("created", None)
    order.refresh_from_db()
    assert order.reserved_until == reserved_until
    body = {"intent_id": intent["id"], "payment_data": NEQUI | TICKED}

    refused = post(client, body, path=CONFIRM)
    confirmed = post(client, body | {"payment_method": "NEQUI"}, path=CONFIRM).json()

    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/payment_method"]
    assert (confirmed["id"], confirmed["reference"]) == (intent["id"], intent["reference"])
    assert (confirmed["status"], confirmed["payment_method"]) == ("pending", "NEQUI")
    assert ChargeAttempt.objects.count() == 1


def test_the_method_given_at_confirmation_is_the_one_that_counts(
    client: APIClient, order: Order, wompi_sandbox: Sandbox
):
    body = {"order_id": str(order.pk), "payment_method": "PSE"}
    intent = post(client, body, path=INTENT).json()

    confirmed = post(
        client,
        {"intent_id": intent["id"], "payment_method": "NEQUI", "payment_data": NEQUI | TICKED},
        path=CONFIRM,
    ).json()

    assert (confirmed["id"], confirmed["payment_method"]) == (intent["id"], "NEQUI")


def test_an_intent_without_a_method_may_be_given_one_before(client: APIClient, order: Order):
    first = post(client, {"order_id": str(order.pk)}, path=INTENT).json()
    same = post(client, {"order_id": str(order.pk)}, path=INTENT).json()

    chosen = post(client, {"order_id": str(order.pk), "payment_method": "PSE"}, path=INTENT).json()
    again = post(client, {"order_id": str(order.pk)}, path=INTENT).json()
    other = post(client, {"order_id": str(order.pk), "payment_method": "NEQUI"}, path=INTENT)

    assert first["id"] == same["id"] == chosen["id"] == again["id"]
    assert (chosen["payment_method"], again["payment_method"]) == ("PSE", "PSE")
    assert code_of(other, 409) == "payment_in_progress"


@pytest.mark.parametrize("gateway", ["payu", "efecty"])
def test_a_gateway_that_is_not_there_is_called_so(client: APIClient, order: Order, gateway: str):
    problem = post(client, body_for(order), path=f"{PROCESS}/{gateway}").json()

    assert problem["detail"] == "Esta pasarela de pagos no está disponible."
    assert ChargeAttempt.objects.count() == 0


def test_an_intent_asked_for_twice_is_one(client: APIClient, order: Order):
    body = {"order_id": str(order.pk), "payment_method": "PSE"}

    first, second = post(client, body, path=INTENT), post(client, body, path=INTENT)

    assert first.json()["id"] == second.json()["id"]


def test_the_order_knows_its_payment(client: APIClient, order: Order, wompi_sandbox: Sandbox):
    path = f"/api/v1/payments/status/order/{order.pk}"
    assert client.get(path).json() == {
        "order_id": str(order.pk),
        "order_status": "pending",
        "status": "none",
        "payment": None,
        "attempts": [],
    }
    post(client, body_for(order, "NEQUI", phone_number="3992222222"))
    poll_until_final(ChargeAttempt.objects.get())
    second = post(client, body_for(order, "NEQUI")).json()
    poll_until_final(ChargeAttempt.objects.get(pk=second["id"]))

    answer = client.get(path).json()

    assert (answer["order_status"], answer["status"]) == ("confirmed", "approved")
    assert answer["payment"]["id"] == second["id"]
    assert [attempt["status"] for attempt in answer["attempts"]] == ["approved", "declined"]


def test_others_payments_do_not_exist(
    client: APIClient, order: Order, wompi_sandbox: Sandbox, client_of: Callable[..., APIClient]
):
    payment = post(client, body_for(order)).json()
    stranger = client_of(make_user())

    for intent in (payment["id"], payment["transaction_id"], str(uuid4()), "x"):
        response = stranger.get(f"/api/v1/payments/status/{intent}")
        assert code_of(response, 404) == "payment_not_found"
    assert stranger.get(f"/api/v1/payments/status/order/{order.pk}").status_code == 404
    assert stranger.get("/api/v1/payments").json()["results"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    count: int,
    buyer: Any,
    client: APIClient,
    wompi_sandbox: Sandbox,
    django_assert_num_queries: Any,
):
    for _ in range(count):
        post(client, body_for(make_order_to_pay(buyer=buyer), "NEQUI"))

    with django_assert_num_queries(3):  # who asks, count, rows
        response = client.get("/api/v1/payments")

    assert response.json()["count"] == count
    assert client.get("/api/v1/payments", {"status": "declined"}).json()["count"] == 0
    assert client.get("/api/v1/payments", {"unknown": "1"}).status_code == 400
