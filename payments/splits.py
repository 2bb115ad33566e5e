"""What the marketplace keeps of a sale, and how it is spread over the lines. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.shared.money import ZERO, allocate, is_whole_pesos, split_iva, to_pesos


@dataclass(frozen=True, kw_only=True)
class Share:
    """The part of a commission that falls on one line, or on the shipping."""

    base: Decimal
    amount: Decimal
    iva: Decimal


@dataclass(frozen=True, kw_only=True)
class SaleSplit:
    """One vendor order taken apart: ``amount + iva + vendor_net`` is ``base``, exactly.

    ``lines`` are in the order of the values given; ``shipping`` is ``None`` where none was paid.
    """

    base: Decimal
    amount: Decimal
    iva: Decimal
    vendor_net: Decimal
    lines: tuple[Share, ...]
    shipping: Share | None


def split_sale(
    *, line_values: Sequence[Decimal], shipping: Decimal, rate: Decimal, iva_rate: Decimal
) -> SaleSplit:
    """Split what the buyer paid to one vendor.

    Args:
        line_values: whole pesos of each line, IVA included, discounts taken off.
        shipping: whole pesos of the package.
        rate: the commission as a fraction of goods and shipping, frozen at the sale.
        iva_rate: the IVA on the commission itself, a fraction.

    Returns:
        Commission and its IVA, each rounded once for the vendor order and then spread over the
        lines by largest remainder; the vendor gets the rest. Commission and IVA together never
        take more than the base.

    Raises:
        ValueError: an amount or rate is negative, or an amount has centavos.
    """
    values = [*line_values, shipping]
    if min(values) < 0 or not all(map(is_whole_pesos, values)) or rate < 0 or iva_rate < 0:
        raise ValueError("amounts must be whole pesos and, like the rates, not negative")
    base = to_pesos(sum(values, start=ZERO))
    amount = to_pesos(base * rate)
    iva = to_pesos(amount * iva_rate)
    if amount + iva > base:
        whole = split_iva(base, rate=iva_rate)
        amount, iva = whole.base, whole.iva
    amounts, ivas = allocate(amount, weights=values), allocate(iva, weights=values)
    shares = tuple(
        Share(base=to_pesos(value), amount=share, iva=share_of_iva)
        for value, share, share_of_iva in zip(values, amounts, ivas, strict=True)
    )
    return SaleSplit(
        base=base,
        amount=amount,
        iva=iva,
        vendor_net=base - amount - iva,
        lines=shares[:-1],
        shipping=shares[-1] if shipping else None,
    )
