import json
from decimal import Decimal

import pytest
from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from marketplace.shared.api.fields import MoneyField, StrictBoolean, StrictInteger, StrictText
from marketplace.shared.api.renderers import to_json
from tests.shared.urls import Form, Item


@pytest.mark.parametrize("data", ["3", "1_000", 3.0, 1e2, True, None, [3], "٣", {}])
def test_an_integer_is_a_json_integer(data):
    with pytest.raises(ValidationError):
        StrictInteger(min_value=1, max_value=999).run_validation(data)


@pytest.mark.parametrize("number", [1, 999])
def test_integers_within_their_limits_pass(number):
    assert StrictInteger(min_value=1, max_value=999).run_validation(number) == number


@pytest.mark.parametrize("number", [0, -1, 1_000, 2**62])
def test_integers_beyond_their_limits_are_refused(number):
    with pytest.raises(ValidationError):
        StrictInteger(min_value=1, max_value=999).run_validation(number)


@pytest.mark.parametrize("data", ["true", 1, 0, "on", None])
def test_a_boolean_is_true_or_false(data):
    with pytest.raises(ValidationError):
        StrictBoolean().run_validation(data)
    assert StrictBoolean().run_validation(False) is False


@pytest.mark.parametrize("data", [3, 3.5, True, ["x"], None])
def test_a_text_is_a_json_text(data):
    with pytest.raises(ValidationError):
        StrictText().run_validation(data)


def test_a_text_loses_its_edges():
    assert StrictText().run_validation("  dos  palabras ") == "dos  palabras"


@pytest.mark.parametrize(
    ("data", "amount"),
    [("99900.00", "99900"), ("99900", "99900"), (99900, "99900"), ("0", "0"), ("007.0", "7")],
)
def test_money_is_a_text_or_an_integer_of_pesos(data, amount):
    value = MoneyField().run_validation(data)

    assert value == Decimal(amount)
    assert str(value).endswith(".00")


@pytest.mark.parametrize(
    "data",
    [
        99900.0,
        True,
        "99900.50",
        "99900.001",
        "-1",
        "+1",
        "1e3",
        "1_000",
        "1,000",
        "$ 5",
        "",
        ".",
        "NaN",
        "Infinity",
        "٣",
        -1,
        "1" * 13,
        10**12,
        None,
        [],
    ],
)
def test_money_refuses_everything_else(data):
    with pytest.raises(ValidationError):
        MoneyField().run_validation(data)


def test_money_is_written_with_two_decimals():
    assert MoneyField().to_representation(Decimal("99900")) == "99900.00"
    assert json.loads(to_json({"total": Decimal("99900.00"), "big": Decimal("1E+3")})) == {
        "total": "99900.00",
        "big": "1000",
    }


def test_unknown_fields_are_refused_at_every_depth():
    form = Form(data={"quantity": 1, "is_staff": True})
    assert not form.is_valid()
    assert form.errors == {"is_staff": ["No se conoce."]}

    form = Form(data={"items": [{"quantity": 1, "price": 5}]})
    assert not form.is_valid()
    assert form.errors == {"items": {0: {"price": ["No se conoce."]}}}


@pytest.mark.parametrize("data", [[], "x", 3, None])
def test_a_form_is_an_object(data):
    assert not Item(data=data).is_valid()


def test_query_parameters_stand_once():
    form = Form(data=QueryDict("name=a&name=b"))

    assert not form.is_valid()
    assert form.errors == {"name": ["Escríbalo una vez."]}
    assert Form(data=QueryDict("name=a")).is_valid()
