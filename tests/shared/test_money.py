from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.shared.money import (
    allocate,
    format_pesos,
    from_centavos,
    is_whole_pesos,
    split_iva,
    to_centavos,
    to_pesos,
)

LARGEST = 999_999_999_999
amounts = st.integers(0, LARGEST).map(Decimal)
rates = st.sampled_from([Decimal("0.19"), Decimal("0.05"), Decimal(0)])


@pytest.mark.parametrize(
    ("gross", "rate", "base", "iva"),
    [
        ("250000", "0.19", "210084", "39916"),
        ("10500", "0.05", "10000", "500"),
        ("119000", "0.19", "100000", "19000"),
        ("99900", "0.19", "83950", "15950"),
        ("15000", "0.19", "12605", "2395"),
        ("1", "0.19", "1", "0"),
        ("3", "0.19", "3", "0"),
        ("4", "0.19", "3", "1"),
        ("0", "0.19", "0", "0"),
        ("99900", "0", "99900", "0"),
        ("999999999999", "0.19", "840336134453", "159663865546"),
    ],
)
def test_the_iva_is_the_remainder_of_the_rounded_base(gross, rate, base, iva):
    parts = split_iva(Decimal(gross), rate=Decimal(rate))

    assert (parts.base, parts.iva) == (Decimal(base), Decimal(iva))
    assert (str(parts.base), str(parts.iva)) == (f"{base}.00", f"{iva}.00")


@given(gross=amounts, rate=rates)
def test_base_and_iva_add_up_over_the_whole_range(gross, rate):
    parts = split_iva(gross, rate=rate)

    assert parts.base + parts.iva == gross
    assert min(parts.base, parts.iva) >= 0
    assert is_whole_pesos(parts.base)
    assert abs(parts.base - gross / (1 + rate)) <= Decimal("0.5")


@pytest.mark.parametrize(("gross", "rate"), [("-1", "0.19"), ("1", "-0.19"), ("1.50", "0.19")])
def test_split_refuses_what_is_no_price(gross, rate):
    with pytest.raises(ValueError, match="must"):
        split_iva(Decimal(gross), rate=Decimal(rate))


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("100", ["1", "1", "1"], ["34", "33", "33"]),
        ("101", ["1", "1", "1"], ["34", "34", "33"]),
        ("10", ["0", "0"], ["10", "0"]),
        ("10", ["0", "3", "0"], ["0", "10", "0"]),
        ("7", ["50", "30", "20"], ["4", "2", "1"]),
        ("0", ["5", "5"], ["0", "0"]),
        ("1", ["999999999999", "1"], ["1", "0"]),
    ],
)
def test_allocate_gives_the_rest_to_the_largest_remainders(amount, weights, parts):
    shares = allocate(Decimal(amount), weights=[Decimal(weight) for weight in weights])

    assert shares == [Decimal(part) for part in parts]
    assert all(str(share).endswith(".00") for share in shares)


@given(amount=amounts, weights=st.lists(amounts, min_size=1, max_size=20))
def test_allocated_parts_add_up_and_are_next_to_their_exact_share(amount, weights):
    parts = allocate(amount, weights=weights)

    assert sum(parts) == amount
    assert all(part >= 0 and is_whole_pesos(part) for part in parts)
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert (part - 1) * whole < amount * weight < (part + 1) * whole or part == 0
            assert weight or not part


@pytest.mark.parametrize(
    ("amount", "weights"), [("1", []), ("1", ["-1", "2"]), ("-1", ["1"]), ("0.50", ["1"])]
)
def test_allocate_refuses_what_it_cannot_split(amount, weights):
    with pytest.raises(ValueError, match="whole pesos"):
        allocate(Decimal(amount), weights=[Decimal(weight) for weight in weights])


@pytest.mark.parametrize(
    ("amount", "pesos"),
    [("0.49", "0"), ("0.50", "1"), ("1.50", "2"), ("2.50", "3"), ("-0.50", "-1"), ("7", "7")],
)
def test_pesos_are_rounded_half_up(amount, pesos):
    assert to_pesos(Decimal(amount)) == Decimal(pesos)


@given(amount=amounts)
def test_centavos_go_there_and_back(amount):
    assert from_centavos(to_centavos(amount)) == amount


def test_centavos_of_a_fraction_of_a_peso_are_refused_and_kept_when_read():
    with pytest.raises(ValueError, match="whole pesos"):
        to_centavos(Decimal("0.01"))

    assert from_centavos(1_050) == Decimal("10.50")


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "$ 0"), ("999", "$ 999"), ("1234567", "$ 1.234.567"), ("-15000.00", "-$ 15.000")],
)
def test_people_read_pesos_with_points(amount, text):
    assert format_pesos(Decimal(amount)) == text
