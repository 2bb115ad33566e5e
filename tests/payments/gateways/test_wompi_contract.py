"""The production adapter against the sandbox, over HTTP: every method and every refusal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.core.cache import cache

from marketplace.shared.http import OutgoingClient
from payments.gateways.base import ChargeStatus
from payments.gateways.errors import (
    ChargeNotFound,
    GatewayRefused,
    InvalidCharge,
    ReferenceTaken,
    UnknownGateway,
)
from payments.gateways.registry import gateway
from tests.sandbox_fixture import Sandbox, wait_until

from .charges import make_charge

LOCAL_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def _final(transaction_id: str):
    def look():
        state = gateway("wompi").find_charge(transaction_id)
        return state if state.status.is_final else None

    return wait_until(look)


def test_an_unknown_gateway_is_a_404():
    with pytest.raises(UnknownGateway) as refusal:
        gateway("paypal")

    assert refusal.value.http_status == 404


def test_a_pse_charge_waits_at_the_bank_until_somebody_decides(wompi_sandbox: Sandbox):
    charge = make_charge("PSE")

    started = gateway("wompi").start_charge(charge)
    waiting = gateway("wompi").await_payment_url(started)

    assert (started.status, started.payment_url) == (ChargeStatus.PENDING, None)
    assert (started.reference, started.amount) == (charge.reference, Decimal("250000.00"))
    assert (started.gateway, started.environment, started.method) == ("wompi", "test", "PSE")
    assert waiting.payment_url == f"{wompi_sandbox.url}/banco/{started.transaction_id}"
    assert waiting.status == ChargeStatus.PENDING
    wompi_sandbox.resolve(started.transaction_id, "APPROVED")
    final = gateway("wompi").find_by_reference(charge.reference)
    assert (final.status, final.transaction_id) == ("APPROVED", started.transaction_id)


def test_starting_tells_which_documents_were_accepted(wompi_sandbox: Sandbox):
    started = gateway("wompi").start_charge(make_charge("PSE"))

    assert [document.kind for document in started.documents] == [
        "END_USER_POLICY",
        "PERSONAL_DATA_AUTH",
    ]
    assert started.documents[0].url == f"{wompi_sandbox.url}/documentos/terminos"
    assert all(len(document.file_hash) == 32 for document in started.documents)


@pytest.mark.parametrize("outcome", ["APPROVED", "DECLINED", "ERROR"])
def test_a_card_ends_as_its_number_says(wompi_sandbox: Sandbox, outcome):
    token = wompi_sandbox.card_token(outcome)

    started = gateway("wompi").start_charge(make_charge("CARD", {"token": token}))

    assert started.status == ChargeStatus.PENDING
    assert _final(started.transaction_id).status == outcome


@pytest.mark.parametrize(
    ("phone", "outcome", "message"),
    [
        ("3991111111", "APPROVED", ""),
        ("3992222222", "DECLINED", "La transacción fue rechazada (Sandbox)"),
        ("3001112233", "ERROR", "Número no válido en Sandbox"),
    ],
)
def test_nequi_ends_as_the_telephone_says(wompi_sandbox: Sandbox, phone, outcome, message):
    started = gateway("wompi").start_charge(make_charge("NEQUI", {"phone_number": phone}))

    final = _final(started.transaction_id)

    assert (final.status, final.status_message) == (outcome, message)


def test_a_charge_with_an_expiry_is_signed_with_it(wompi_sandbox: Sandbox):
    charge = make_charge("PSE", expires_at=datetime.now(UTC) + timedelta(minutes=30))

    assert gateway("wompi").start_charge(charge).status == ChargeStatus.PENDING


def test_a_final_charge_without_an_address_ends_the_waiting(wompi_sandbox: Sandbox):
    wompi_sandbox.control("PUT", "/sandbox/behaviour", {"payment_url_seconds": 3600})
    started = gateway("wompi").start_charge(make_charge("NEQUI"))

    assert gateway("wompi").await_payment_url(started).status == ChargeStatus.APPROVED


def test_waiting_for_an_address_that_never_comes_ends_with_what_is_known(wompi_sandbox: Sandbox):
    wompi_sandbox.control("PUT", "/sandbox/behaviour", {"payment_url_seconds": 3600})
    started = gateway("wompi").start_charge(make_charge("PSE"))

    waited = gateway("wompi").await_payment_url(started)

    assert (waited.status, waited.payment_url) == (ChargeStatus.PENDING, None)
    assert waited.documents == started.documents


def test_a_used_reference_is_taken_and_its_charge_can_be_adopted(wompi_sandbox: Sandbox):
    charge = make_charge("PSE")
    first = gateway("wompi").start_charge(charge)

    with pytest.raises(ReferenceTaken):
        gateway("wompi").start_charge(charge)

    adopted = gateway("wompi").find_by_reference(charge.reference)
    assert adopted.transaction_id == first.transaction_id
    assert len(wompi_sandbox.book(reference=charge.reference)) == 1


def test_what_the_gateway_does_not_know_is_not_found(wompi_sandbox: Sandbox):
    with pytest.raises(ChargeNotFound):
        gateway("wompi").find_charge("15113-1-1")
    with pytest.raises(ChargeNotFound):
        gateway("wompi").find_by_reference("MST-never-1")


@pytest.mark.parametrize("nonsense", ["", "../merchants/info", "a b", "ñ", "x" * 300])
def test_an_impossible_id_or_reference_is_not_even_asked_for(nonsense):
    with pytest.raises(ChargeNotFound):
        gateway("wompi").find_charge(nonsense)
    with pytest.raises(ChargeNotFound):
        gateway("wompi").find_by_reference(nonsense)
    with pytest.raises(ChargeNotFound):
        gateway("wompi").void_charge(nonsense)


def test_an_approved_card_can_be_voided_once(wompi_sandbox: Sandbox):
    token = wompi_sandbox.card_token()
    started = gateway("wompi").start_charge(make_charge("CARD", {"token": token}))
    _final(started.transaction_id)

    voided = gateway("wompi").void_charge(started.transaction_id)

    assert voided.status == ChargeStatus.VOIDED
    with pytest.raises(GatewayRefused):
        gateway("wompi").void_charge(started.transaction_id)


def test_a_pse_payment_cannot_be_voided(wompi_sandbox: Sandbox):
    started = gateway("wompi").start_charge(make_charge("PSE"))
    wompi_sandbox.resolve(started.transaction_id, "APPROVED")

    with pytest.raises(GatewayRefused) as refusal:
        gateway("wompi").void_charge(started.transaction_id)

    assert refusal.value.details["gateway_status"] == 422
    assert gateway("wompi").find_charge(started.transaction_id).status == ChargeStatus.APPROVED


def test_banks_are_asked_for_once_a_day(wompi_sandbox: Sandbox, settings):
    settings.CACHES = LOCAL_CACHE
    cache.clear()
    banks = gateway("wompi").banks()

    assert [bank.code for bank in banks] == ["1", "2", "3"]
    assert banks[0].name == "Banco que aprueba"
    with mock.patch.object(OutgoingClient, "request", side_effect=AssertionError):
        assert gateway("wompi").banks() == banks


def test_banks_are_asked_for_again_when_the_cache_is_lost(wompi_sandbox: Sandbox, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    assert gateway("wompi").banks() == gateway("wompi").banks()


def test_the_merchant_is_known_by_name_methods_and_documents(wompi_sandbox: Sandbox):
    merchant = gateway("wompi").merchant()

    assert merchant.name == "Plaza Demo"
    assert merchant.methods == {"CARD", "PSE", "NEQUI"}
    assert [document.url for document in merchant.documents] == [
        f"{wompi_sandbox.url}/documentos/terminos",
        f"{wompi_sandbox.url}/documentos/datos",
    ]


def test_a_card_token_nobody_gave_is_refused_by_field(wompi_sandbox: Sandbox):
    charge = make_charge("CARD")

    with pytest.raises(GatewayRefused) as refusal:
        gateway("wompi").start_charge(charge)

    assert refusal.value.details == {
        "gateway_status": 422,
        "type": "INPUT_VALIDATION_ERROR",
        "messages": {"payment_method.token": ["El token no existe o ya fue usado"]},
    }
    assert wompi_sandbox.book(reference=charge.reference) == []


def test_a_bank_that_is_not_listed_is_refused(wompi_sandbox: Sandbox):
    charge = make_charge("PSE", {"financial_institution_code": "999"})

    with pytest.raises(GatewayRefused) as refusal:
        gateway("wompi").start_charge(charge)

    assert list(refusal.value.details["messages"]) == ["payment_method.financial_institution_code"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("WOMPI_PRIVATE_KEY", "prv_test_another"),
        ("WOMPI_PRIVATE_KEY", "prv_prod_another"),
        ("WOMPI_PUBLIC_KEY", "pub_test_another"),
        ("WOMPI_INTEGRITY_SECRET", "test_integrity_another"),
    ],
)
def test_a_wrong_secret_is_refused_and_charges_nothing(
    wompi_sandbox: Sandbox, settings, setting, value
):
    setattr(settings, setting, value)
    charge = make_charge("NEQUI")

    with pytest.raises(GatewayRefused):
        gateway("wompi").start_charge(charge)

    assert wompi_sandbox.book(reference=charge.reference) == []


@pytest.mark.parametrize(
    ("method", "data", "values", "field"),
    [
        ("CARD", {"token": "4242424242424242"}, {}, "token"),
        ("CARD", {"token": "tok_prod_1_abc"}, {}, "token"),
        ("CARD", {"token": "tok_test_1_abc\n"}, {}, "token"),
        ("CARD", {"token": None}, {}, "token"),
        ("CARD", {"installments": 0}, {}, "installments"),
        ("CARD", {"installments": "1"}, {}, "installments"),
        ("CARD", {"installments": True}, {}, "installments"),
        ("PSE", {"user_type": "0"}, {}, "user_type"),
        ("PSE", {"user_type": False}, {}, "user_type"),
        ("PSE", {"user_type": 2}, {}, "user_type"),
        ("PSE", {"user_legal_id_type": []}, {}, "user_legal_id_type"),
        ("PSE", {"user_legal_id": 1020304050}, {}, "user_legal_id"),
        ("PSE", {"financial_institution_code": 1}, {}, "financial_institution_code"),
        ("NEQUI", {"phone_number": "+573991111111"}, {}, "phone_number"),
        ("NEQUI", {"phone_number": "٣٩٩١١١١١١١"}, {}, "phone_number"),
        ("NEQUI", {}, {"accepts_terms": False}, "accept_terms"),
        ("NEQUI", {}, {"accepts_personal_data": "true"}, "accept_terms"),
        ("NEQUI", {}, {"reference": "a b"}, "reference"),
        ("NEQUI", {}, {"amount": Decimal("0.00")}, "amount"),
        ("NEQUI", {}, {"amount": Decimal("100.50")}, "amount"),
        ("NEQUI", {}, {"currency": "USD"}, "currency"),
        ("NEQUI", {}, {"iva": Decimal("300000.00")}, "iva"),
        ("NEQUI", {}, {"phone": "3001112233"}, "phone"),
        ("NEQUI", {}, {"full_name": "  "}, "full_name"),
        ("NEQUI", {}, {"buyer_email": "ana"}, "customer_email"),
        ("NEQUI", {}, {"expires_at": datetime(2026, 12, 1)}, "expires_at"),
    ],
)
def test_an_invalid_charge_is_refused_before_anything_is_sent(
    settings, method, data, values, field
):
    settings.WOMPI_BASE_URL = "http://127.0.0.1:1/v1"
    charge = replace(make_charge(method, data), **values)

    with pytest.raises(InvalidCharge) as refusal:
        gateway("wompi").start_charge(charge)

    assert refusal.value.details == {"field": field}
