"""Card numbers and codes are found before anything is kept or logged."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.shared.luhn import passes_luhn
from payments.card_data import carries_card_data


@pytest.mark.parametrize(
    "body",
    [
        {"number": "1"},
        {"payment_data": {"card_number": ""}},
        {"payment_data": {"cardNumber": None}},
        {"CVC": "123"},
        {"cvv": 123},
        {"security_code": "1"},
        {"Security-Code": "1"},
        {"notes": "4242424242424242"},
        {"notes": "4242 4242 4242 4242"},
        {"notes": "4242-4242-4242-4242"},
        {"notes": "mi tarjeta es 4111 1111 1111 1111, gracias"},
        {"notes": 4242424242424242},
        ["x", {"y": ["378282246310005"]}],
        "4242424242424242",
    ],
)
def test_card_data_is_found_wherever_it_hides(body):
    assert carries_card_data(body)


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"payment_data": {"token": "tok_test_15113_4242424242424242", "installments": 1}},
        {"phone_number": "3991111111", "legal_id": "1020304050"},
        {"notes": "4242424242424241"},
        {"amount": 25000000, "price": "99900.00", "ok": True, "rate": 0.19},
        {"notes": "pedido 000123 del 2026-11-20"},
        {"reference": "MST-4242424242424242-1"},
    ],
)
def test_everyday_bodies_pass(body):
    assert not carries_card_data(body)


def test_a_body_nested_without_end_is_not_trusted():
    body: list[object] = []
    for _ in range(30):
        body = [body]

    assert carries_card_data(body)


@given(st.uuids())
def test_a_uuid_is_never_taken_for_a_card(value: uuid.UUID):
    assert not carries_card_data({"order_id": str(value)})


@pytest.mark.parametrize(("digits", "right"), [("79927398713", True), ("79927398710", False)])
def test_the_check_digit_is_luhn_s(digits, right):
    assert passes_luhn(digits) is right
