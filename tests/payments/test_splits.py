"""Splitting sales: to the peso, for any amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.splits import SaleSplit, split_sale

RATE, IVA = Decimal("0.05"), Decimal("0.19")

amounts = st.integers(0, 50_000_000).map(Decimal)
rates = st.integers(0, 10_000).map(lambda number: Decimal(number) / 10_000)
vendor = st.tuples(st.lists(amounts, min_size=1, max_size=8), amounts, rates)


@pytest.mark.parametrize(
    ("lines", "shipping", "amount", "iva", "net"),
    [
        ([100_000], 15_000, 5_750, 1_093, 108_157),
        ([250_001], 0, 12_500, 2_375, 235_126),
        ([10], 0, 1, 0, 9),
        ([9], 0, 0, 0, 9),
        ([0], 0, 0, 0, 0),
        ([199_990, 1], 15_000, 10_750, 2_043, 202_198),
    ],
)
def test_a_sale_is_split_into_commission_iva_and_the_vendors_rest(
    lines: list[int], shipping: int, amount: int, iva: int, net: int
):
    split = split_sale(
        line_values=[Decimal(value) for value in lines],
        shipping=Decimal(shipping),
        rate=RATE,
        iva_rate=IVA,
    )

    assert (split.amount, split.iva, split.vendor_net) == (amount, iva, net)
    assert (split.shipping is None) == (shipping == 0)


def test_odd_pesos_go_to_the_largest_remainders():
    split = split_sale(
        line_values=[Decimal(333), Decimal(333), Decimal(334)],
        shipping=Decimal(0),
        rate=Decimal("0.10"),
        iva_rate=IVA,
    )

    assert [share.amount for share in split.lines] == [33, 33, 34]
    assert [share.iva for share in split.lines] == [6, 6, 7]


@given(st.lists(vendor, min_size=1, max_size=20))
def test_for_any_vendors_the_parts_add_up_to_what_was_captured(
    vendors: list[tuple[list[Decimal], Decimal, Decimal]],
):
    captured = sum((sum(lines) + shipping for lines, shipping, _ in vendors), start=Decimal(0))

    splits = [
        split_sale(line_values=lines, shipping=shipping, rate=rate, iva_rate=IVA)
        for lines, shipping, rate in vendors
    ]

    assert sum(part.amount + part.iva + part.vendor_net for part in splits) == captured
    for part in splits:
        check(part)


def check(split: SaleSplit) -> None:
    shares = [*split.lines, *([split.shipping] if split.shipping else [])]
    assert sum(share.base for share in shares) == split.base
    assert sum(share.amount for share in shares) == split.amount
    assert sum(share.iva for share in shares) == split.iva
    assert min(split.amount, split.iva, split.vendor_net) >= 0
    assert all(min(share.amount, share.iva) >= 0 for share in shares)
    for amount in (split.amount, split.iva, split.vendor_net):
        assert amount == amount.to_integral_value()


def test_a_commission_of_everything_takes_no_more_than_there_is():
    split = split_sale(
        line_values=[Decimal(119)], shipping=Decimal(0), rate=Decimal(1), iva_rate=IVA
    )

    assert (split.amount, split.iva, split.vendor_net) == (100, 19, 0)


@pytest.mark.parametrize(
    ("lines", "shipping", "rate"),
    [(["-1"], "0", "0.05"), (["1.5"], "0", "0.05"), (["1"], "-1", "0.05"), (["1"], "0", "-0.1")],
)
def test_nonsense_is_refused(lines: list[str], shipping: str, rate: str):
    with pytest.raises(ValueError, match="whole pesos"):
        split_sale(
            line_values=[Decimal(value) for value in lines],
            shipping=Decimal(shipping),
            rate=Decimal(rate),
            iva_rate=IVA,
        )
