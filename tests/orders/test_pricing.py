from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.shared.money import is_whole_pesos
from orders.pricing import (
    Goods,
    Tariff,
    missing_for_free_shipping,
    package_shipping,
    price_line,
    quote,
)

TARIFF = Tariff(fee=Decimal("15000.00"), free_from=Decimal("200000.00"))
FIELDS = ["subtotal", "iva", "shipping", "discount", "total"]


def goods(key: int, vendor: int, price: int, quantity: int, rate: str = "0.19") -> Goods:
    return Goods(
        key=UUID(int=key),
        vendor_id=UUID(int=vendor),
        unit_price=Decimal(price),
        quantity=quantity,
        iva_rate=Decimal(rate),
    )


@pytest.mark.parametrize(
    ("price", "quantity", "rate", "base", "iva"),
    [
        (250_000, 1, "0.19", 210_084, 39_916),
        (10_500, 1, "0.05", 10_000, 500),
        (99_900, 3, "0.19", 251_849, 47_851),
        (7_000, 2, "0.00", 14_000, 0),
        (1, 1, "0.19", 1, 0),
    ],
)
def test_a_line_is_rounded_once_and_its_iva_is_the_remainder(price, quantity, rate, base, iva):
    line = price_line(unit_price=Decimal(price), quantity=quantity, iva_rate=Decimal(rate))

    assert (line.gross, line.base, line.iva) == (price * quantity, base, iva)


def test_a_line_of_no_units_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        price_line(unit_price=Decimal(1000), quantity=0, iva_rate=Decimal(0))


@pytest.mark.parametrize(
    ("worth", "fee", "missing"), [(0, 15_000, 200_000), (199_999, 15_000, 1), (200_000, 0, 0)]
)
def test_a_package_is_free_from_its_tariffs_limit_on(worth, fee, missing):
    assert package_shipping(goods=Decimal(worth), tariff=TARIFF) == fee
    assert missing_for_free_shipping(goods=Decimal(worth), tariff=TARIFF) == missing


def test_each_vendor_ships_a_package_of_its_own():
    price = quote(
        [goods(1, 1, 150_000, 1), goods(2, 2, 150_000, 1), goods(3, 1, 50_000, 1)],
        tariffs={UUID(int=1): TARIFF, UUID(int=2): TARIFF},
    )

    assert [package.vendor_id for package in price.packages] == [UUID(int=1), UUID(int=2)]
    assert [package.amounts.shipping for package in price.packages] == [0, 15_000]
    assert price.amounts.as_texts() == {
        "subtotal": "294117.00",
        "iva": "55883.00",
        "shipping": "15000.00",
        "discount": "0.00",
        "total": "365000.00",
    }


def test_nothing_costs_nothing():
    price = quote([], tariffs={})

    assert price.packages == []
    assert set(price.amounts.as_texts().values()) == {"0.00"}


LINES = st.lists(
    st.tuples(
        st.integers(1, 20),
        st.integers(1, 50_000_000),
        st.integers(1, 999),
        st.sampled_from(["0.19", "0.05", "0.00"]),
    ),
    min_size=1,
    max_size=50,
)


@given(LINES, st.integers(0, 100_000), st.integers(0, 2_000_000))
def test_lines_add_up_to_packages_and_packages_to_the_order_field_by_field(lines, fee, free_from):
    wanted = [goods(key, *line) for key, line in enumerate(lines, start=1)]
    tariff = Tariff(fee=Decimal(fee), free_from=Decimal(free_from))

    price = quote(wanted, tariffs={item.vendor_id: tariff for item in wanted})

    for field in FIELDS:
        parts = [getattr(package.amounts, field) for package in price.packages]
        assert getattr(price.amounts, field) == sum(parts)
        assert all(is_whole_pesos(part) and part >= 0 for part in parts)
    for package in price.packages:
        amounts, own = package.amounts, package.lines.values()
        assert amounts.subtotal == sum(line.base for line in own)
        assert amounts.iva == sum(line.iva for line in own)
        worth = sum(line.gross for line in own)
        assert amounts.shipping == (0 if worth >= free_from else fee)
        assert amounts.total == worth + amounts.shipping
    assert sum(len(package.lines) for package in price.packages) == len(lines)
