"""Arithmetic with whole pesos. Nothing here reads the database, nothing here is a float."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal("0.00")
PESO = Decimal(1)
CENTS = Decimal("0.01")
CENTAVOS_PER_PESO = 100


@dataclass(frozen=True, kw_only=True)
class TaxedAmount:
    """An amount taken apart: ``base + iva`` is what the buyer pays."""

    base: Decimal
    iva: Decimal


def to_pesos(amount: Decimal) -> Decimal:
    """Round to whole pesos, half up: the one rounding function of the project."""
    return amount.quantize(PESO, rounding=ROUND_HALF_UP).quantize(CENTS)


def is_whole_pesos(amount: Decimal) -> bool:
    """Tell whether ``amount`` has no centavos."""
    return amount == amount.to_integral_value()


def to_centavos(amount: Decimal) -> int:
    """Return ``amount`` pesos as integer centavos, for gateways that count so.

    Raises:
        ValueError: ``amount`` is not whole pesos.
    """
    if not is_whole_pesos(amount):
        raise ValueError("amount must be whole pesos")
    return int(amount) * CENTAVOS_PER_PESO


def from_centavos(centavos: int) -> Decimal:
    """Return integer centavos as pesos; centavos that are no whole peso are kept as they are."""
    return (Decimal(centavos) / CENTAVOS_PER_PESO).quantize(CENTS)


def split_iva(gross: Decimal, *, rate: Decimal) -> TaxedAmount:
    """Take the IVA out of the gross amount of one order line.

    Args:
        gross: whole pesos, unit price times quantity less discount, IVA included.
        rate: fraction, not per cent: ``Decimal("0.19")`` is the general rate, zero is
            exempt or excluded.

    Returns:
        Base and IVA in whole pesos. The base is rounded half up and the IVA is the
        remainder, so that both always add up to ``gross``.

    Raises:
        ValueError: ``gross`` or ``rate`` is negative, or ``gross`` has centavos.

    Sources: Estatuto Tributario, arts. 468 (19 %), 468-1 (5 %), 477 and 424;
    Ley 1480 of 2011, art. 26 (shown prices include taxes).
    """
    if gross < 0 or rate < 0:
        raise ValueError("gross and rate must not be negative")
    if not is_whole_pesos(gross):
        raise ValueError("gross must be whole pesos")
    base = to_pesos(gross / (1 + rate))
    return TaxedAmount(base=base, iva=to_pesos(gross) - base)


def allocate(amount: Decimal, *, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split ``amount`` whole pesos in proportion to ``weights``, by largest remainder.

    The parts are whole pesos and add up to ``amount`` exactly; equal remainders go to the
    earlier part. All weights zero: everything goes to the first part.

    Raises:
        ValueError: no weights, a negative one, a negative amount or one with centavos.
    """
    if not weights or min(weights) < 0 or amount < 0 or not is_whole_pesos(amount):
        raise ValueError("allocate needs whole pesos and weights that are not negative")
    whole = sum(weights, start=Decimal(0))
    if whole == 0:
        return [to_pesos(amount), *[ZERO] * (len(weights) - 1)]
    # Whole division, because a rounded quotient could pass a whole peso.
    shares = [divmod(amount * weight, whole) for weight in weights]
    missing = int(amount - sum((pesos for pesos, _ in shares), start=Decimal(0)))
    by_remainder = sorted(range(len(shares)), key=lambda index: -shares[index][1])
    lucky = set(by_remainder[:missing])
    return [
        (pesos + PESO if index in lucky else pesos).quantize(CENTS)
        for index, (pesos, _) in enumerate(shares)
    ]


def format_pesos(amount: Decimal) -> str:
    """Return ``$ 1.234.567``: points for thousands, no decimals, the minus sign in front."""
    sign = "-" if amount < 0 else ""
    return f"{sign}$ {abs(int(amount)):,}".replace(",", ".")
