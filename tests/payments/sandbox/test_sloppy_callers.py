"""The sandbox refuses what Wompi refuses, so that a sloppy adapter fails here and not there."""

import hashlib
import uuid
from typing import Any

import pytest
import requests
from django.conf import settings

from tests.sandbox_fixture import Sandbox


class Caller:
    """A client of Wompi's protocol that has nothing to do with our adapter."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._base = f"{sandbox.url}/v1"

    def acceptances(self) -> dict[str, str]:
        merchant = requests.get(
            f"{self._base}/merchants/info",
            headers={"x-merchant-public-key": settings.WOMPI_PUBLIC_KEY},
            timeout=30,
        ).json()["data"]
        return {
            "acceptance_token": merchant["presigned_acceptance"]["acceptance_token"],
            "accept_personal_auth": merchant["presigned_personal_data_auth"]["acceptance_token"],
        }

    def charge(self, **changes: Any) -> dict[str, Any]:
        """Return a body that is right; ``None`` in ``changes`` takes a field away."""
        body: dict[str, Any] = {
            **self.acceptances(),
            "amount_in_cents": 25000000,
            "currency": "COP",
            "customer_email": "ana@example.com",
            "reference": f"R-{uuid.uuid4().hex}-1",
            "redirect_url": "https://tienda.example.co/retorno",
            "customer_data": {"full_name": "Ana Núñez", "phone_number": "573001112233"},
            "payment_method": {"type": "NEQUI", "phone_number": "3991111111"},
            **changes,
        }
        if "signature" not in changes:
            body["signature"] = self.sign(body)
        return {key: value for key, value in body.items() if value is not None}

    def sign(self, body: dict[str, Any], *, secret: str | None = None) -> str:
        text = f"{body['reference']}{body['amount_in_cents']}{body['currency']}"
        text += body.get("expiration_time") or ""
        return hashlib.sha256(
            (text + (secret or settings.WOMPI_INTEGRITY_SECRET)).encode()
        ).hexdigest()

    def call(
        self, method: str, path: str, *, key: str | None = None, body: Any = None
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        answer = requests.request(method, self._base + path, json=body, headers=headers, timeout=30)
        return answer.status_code, answer.json()

    def post(self, body: Any, *, key: str | None = None) -> tuple[int, Any]:
        return self.call("POST", "/transactions", key=key or settings.WOMPI_PRIVATE_KEY, body=body)


@pytest.fixture
def caller(wompi_sandbox: Sandbox) -> Caller:
    return Caller(wompi_sandbox)


def _messages(**messages: Any) -> tuple[int, dict[str, Any]]:
    return 422, {"error": {"type": "INPUT_VALIDATION_ERROR", "messages": messages}}


def test_a_right_charge_is_pending_and_shown_in_full(caller):
    body = caller.charge()

    status, answer = caller.post(body)

    data = answer["data"]
    assert (status, data["status"], data["finalized_at"]) == (201, "PENDING", None)
    assert (data["reference"], data["amount_in_cents"]) == (body["reference"], 25000000)
    assert data["payment_method"] == {"type": "NEQUI", "phone_number": "3991111111"}


def test_no_signature_is_refused(caller):
    assert caller.post(caller.charge(signature=None)) == _messages(
        signature=["Firma de integridad requerida no enviada"]
    )


def test_a_signature_in_upper_case_or_with_another_secret_is_refused(caller):
    upper = caller.charge()
    upper["signature"] = upper["signature"].upper()
    other = caller.charge()
    other["signature"] = caller.sign(other, secret=settings.WOMPI_EVENTS_SECRET)

    assert caller.post(upper) == _messages(signature=["La firma es inválida"])
    assert caller.post(other) == _messages(signature=["La firma es inválida"])


def test_an_expiry_that_is_sent_must_be_signed_as_it_is_written(caller):
    unsigned = caller.charge()
    unsigned["expiration_time"] = "2040-12-01T23:59:59.000Z"

    assert caller.post(unsigned) == _messages(signature=["La firma es inválida"])
    assert caller.post(caller.charge(expiration_time="2040-12-01T23:59:59.000Z"))[0] == 201


def test_acceptance_tokens_serve_once_even_for_a_refused_charge(caller):
    body = caller.charge()
    caller.post({**body, "signature": "0" * 64})

    assert caller.post(body) == _messages(acceptance_token=["El token de aceptación ya fue usado"])


def test_swapped_false_and_foreign_tokens_are_refused(caller):
    right = caller.acceptances()
    swapped = {
        "acceptance_token": right["accept_personal_auth"],
        "accept_personal_auth": right["acceptance_token"],
    }
    invalid = _messages(acceptance_token=["El token de aceptación no es válido"])

    assert caller.post(caller.charge(**swapped)) == invalid
    assert caller.post(caller.charge(acceptance_token="a.b.c")) == invalid


def test_a_reference_serves_once_for_ever(caller, wompi_sandbox):
    reference = f"R-{uuid.uuid4().hex}"
    first = caller.post(caller.charge(reference=reference))[1]["data"]["id"]
    wompi_sandbox.control("PUT", "/sandbox/behaviour", {"auto_resolve_seconds": None})

    assert caller.post(caller.charge(reference=reference)) == _messages(
        reference=["La referencia ya ha sido usada"]
    )
    assert [entry["transaction_id"] for entry in wompi_sandbox.book(reference=reference)] == [first]


@pytest.mark.parametrize(
    "field",
    [
        "acceptance_token",
        "accept_personal_auth",
        "amount_in_cents",
        "currency",
        "customer_email",
        "reference",
    ],
)
def test_a_missing_obligatory_field_is_named(caller, field):
    body = caller.charge()
    del body[field]

    assert caller.post(body) == _messages(**{field: ["No está presente"]})


def test_no_method_is_said_in_wompi_s_words(caller):
    assert caller.post(caller.charge(payment_method=None)) == _messages(
        payment_method=["No se especificó método de pago o fuente de pago"]
    )


def test_one_group_of_problems_is_told_at_a_time(caller):
    body = caller.charge(amount_in_cents="100", signature="0" * 64, acceptance_token="x")

    assert caller.post(body) == _messages(amount_in_cents=["Debe ser un número entero"])


@pytest.mark.parametrize("amount", ["25000000", 25000000.0, True, -100])
def test_the_amount_is_a_positive_json_integer(caller, amount):
    status, answer = caller.post(caller.charge(amount_in_cents=amount, signature="0" * 64))

    assert (status, list(answer["error"]["messages"])) == (422, ["amount_in_cents"])


@pytest.mark.parametrize(
    ("method", "field"),
    [
        ({"type": "PSE"}, "financial_institution_code"),
        ({"type": "NEQUI", "phone_number": "+573991111111"}, "phone_number"),
        ({"type": "CARD", "token": "tok_test_x", "installments": "1"}, "installments"),
        ({"type": "CARD", "token": "4242424242424242", "installments": 1}, "token"),
        ({"type": "CARD", "token": "tok_test_nobody", "installments": 1}, "token"),
        ({"type": "PSE", "financial_institution_code": []}, "financial_institution_code"),
        ("NEQUI", "type"),
        ({}, "type"),
    ],
)
def test_a_method_s_own_fields_are_checked(caller, method, field):
    status, answer = caller.post(caller.charge(payment_method=method))

    assert status == 422
    assert field in answer["error"]["messages"]["payment_method"]


def test_a_method_that_is_not_enabled_is_a_404(caller):
    status, answer = caller.post(caller.charge(payment_method={"type": "DAVIPLATA"}))

    assert (status, answer["error"]["type"]) == (404, "NOT_FOUND_ERROR")


@pytest.mark.parametrize("key", [None, "prv_test_nobody", "prv_prod_x", "pub_prod_x"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/transactions"),
        ("GET", "/transactions/1"),
        ("GET", "/transactions?reference=R"),
        ("POST", "/transactions/1/void"),
        ("GET", "/pse/financial_institutions"),
        ("POST", "/tokens/cards"),
        ("POST", "/payment_links"),
    ],
)
def test_a_missing_or_wrong_key_is_a_401(caller, method, path, key):
    status, answer = caller.call(method, path, key=key, body={})

    assert (status, answer["error"]["type"]) == (401, "INVALID_ACCESS_TOKEN")


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/transactions/1", "PUBLIC"),
        ("GET", "/transactions?reference=R", "PUBLIC"),
        ("POST", "/transactions/1/void", "PUBLIC"),
        ("POST", "/payment_links", "PUBLIC"),
        ("GET", "/pse/financial_institutions", "PRIVATE"),
        ("POST", "/tokens/cards", "PRIVATE"),
    ],
)
def test_each_operation_wants_its_kind_of_key(caller, method, path, kind):
    key = getattr(settings, f"WOMPI_{kind}_KEY")

    assert caller.call(method, path, key=key, body={})[0] == 401


def test_the_retired_merchant_address_is_gone(caller):
    assert caller.call("GET", f"/merchants/{settings.WOMPI_PUBLIC_KEY}")[0] == 404
    assert caller.call("GET", "/merchants/info")[0] == 401


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_object_is_a_422(wompi_sandbox, raw):
    answer = requests.post(
        f"{wompi_sandbox.url}/v1/transactions",
        data=raw,
        headers={
            "Authorization": f"Bearer {settings.WOMPI_PRIVATE_KEY}",
            "Content-Type": "application/json",
        },
        timeout=30,
    )

    assert (answer.status_code, answer.json()["error"]["type"]) == (422, "INPUT_VALIDATION_ERROR")


def test_an_unknown_reference_is_an_empty_list(caller):
    answer = caller.call("GET", "/transactions?reference=never", key=settings.WOMPI_PRIVATE_KEY)

    assert answer == (200, {"data": [], "meta": {}})


CARD = {
    "number": "4242424242424242",
    "cvc": "123",
    "exp_month": "08",
    "exp_year": "40",
    "card_holder": "Ana Nunez",
}


def test_a_card_token_keeps_the_ends_of_the_number_only(caller, wompi_sandbox, tmp_path):
    status, answer = caller.call("POST", "/tokens/cards", key=settings.WOMPI_PUBLIC_KEY, body=CARD)

    assert status == 201
    assert (answer["data"]["last_four"], answer["data"]["bin"]) == ("4242", "424242")
    files = wompi_sandbox.home.rglob("*")
    assert not any(b"4242424242424242" in file.read_bytes() for file in files if file.is_file())


@pytest.mark.parametrize(
    "change",
    [
        {"number": "4242424242424241"},
        {"number": 4242424242424242},
        {"cvc": "12"},
        {"exp_month": "13"},
        {"exp_month": 8},
        {"exp_year": "2040"},
        {"exp_year": "20"},
        {"card_holder": ""},
    ],
)
def test_a_bad_card_gets_no_token(caller, change):
    status, answer = caller.call(
        "POST", "/tokens/cards", key=settings.WOMPI_PUBLIC_KEY, body=CARD | change
    )

    assert (status, list(answer["error"]["messages"])) == (422, list(change))


def test_a_card_token_serves_twice(caller, wompi_sandbox):
    method = {"type": "CARD", "token": wompi_sandbox.card_token(), "installments": 1}

    statuses = [caller.post(caller.charge(payment_method=method))[0] for _ in range(3)]

    assert statuses == [201, 201, 422]


def test_payment_links_are_made_closed_and_read(caller):
    key = settings.WOMPI_PRIVATE_KEY
    form = {"name": "x", "description": "y", "single_use": True, "collect_shipping": False}

    status, answer = caller.call("POST", "/payment_links", key=key, body=form)
    link = f"/payment_links/{answer['data']['id']}"
    closed = caller.call("PATCH", link, key=key, body={"active": False})

    assert status == 201
    assert closed[1]["data"]["active"] is False
    assert caller.call("GET", link)[1]["data"]["active"] is False
    assert caller.call("GET", "/payment_links/none")[0] == 404
    assert caller.call("POST", "/payment_links", key=key, body={"name": "x"})[0] == 422


def test_the_browser_may_call_the_api_from_the_shop_s_page(wompi_sandbox):
    answer = requests.options(f"{wompi_sandbox.url}/v1/tokens/cards", timeout=30)

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"]
