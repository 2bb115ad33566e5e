"""What an order costs: pure arithmetic in whole pesos; nothing here reads the database.

Prices include IVA. Each line is rounded once, when its IVA is taken out; everything above a
line is a sum, so the vendor orders always add up to the order, field by field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from marketplace.shared.money import ZERO, split_iva


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """Whole pesos; ``total = subtotal + iva + shipping - discount``."""

    subtotal: Decimal
    iva: Decimal
    shipping: Decimal
    discount: Decimal
    total: Decimal

    def as_texts(self) -> dict[str, str]:
        """Return the figures as the API writes them, ``"99900.00"``."""
        return {
            "subtotal": str(self.subtotal),
            "iva": str(self.iva),
            "shipping": str(self.shipping),
            "discount": str(self.discount),
            "total": str(self.total),
        }


@dataclass(frozen=True, kw_only=True)
class LinePrice:
    """One line: ``gross = unit price × quantity = base + iva``; the total is less ``discount``."""

    gross: Decimal
    discount: Decimal
    base: Decimal
    iva: Decimal


@dataclass(frozen=True, kw_only=True)
class Goods:
    """Some units of one variant of one vendor, as they are priced.

    Attributes:
        unit_price: whole pesos, IVA included.
        iva_rate: fraction; zero for a vendor who charges no IVA.
    """

    key: UUID
    vendor_id: UUID
    unit_price: Decimal
    quantity: int
    iva_rate: Decimal


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """A vendor's price for one package: ``fee`` pesos, nothing from ``free_from`` of goods on."""

    fee: Decimal
    free_from: Decimal


@dataclass(frozen=True, kw_only=True)
class Package:
    """What one vendor sends: its figures and its lines by the key of their goods."""

    vendor_id: UUID
    amounts: Amounts
    lines: Mapping[UUID, LinePrice]


@dataclass(frozen=True, kw_only=True)
class Quote:
    """The whole purchase, a package for each vendor, in the order the vendors first appear."""

    amounts: Amounts
    packages: list[Package]


def price_line(*, unit_price: Decimal, quantity: int, iva_rate: Decimal) -> LinePrice:
    """Price ``quantity`` (at least 1) units at ``unit_price`` whole pesos, IVA included.

    Raises:
        ValueError: the quantity is below 1, the price has centavos, or a figure is negative.
    """
    if quantity < 1:
        raise ValueError("quantity must be at least 1")
    gross = unit_price * quantity
    taxed = split_iva(gross, rate=iva_rate)
    return LinePrice(gross=gross, discount=ZERO, base=taxed.base, iva=taxed.iva)


def package_shipping(*, goods: Decimal, tariff: Tariff) -> Decimal:
    """Return what one vendor's package costs when its goods, IVA included, cost ``goods``."""
    return ZERO if goods >= tariff.free_from else tariff.fee


def missing_for_free_shipping(*, goods: Decimal, tariff: Tariff) -> Decimal:
    """Return how many more pesos of that vendor's goods make the package free."""
    return max(ZERO, tariff.free_from - goods)


def quote(goods: Iterable[Goods], *, tariffs: Mapping[UUID, Tariff]) -> Quote:
    """Price a purchase.

    Args:
        tariffs: for each vendor in ``goods``, by its id.

    Raises:
        KeyError: a vendor has no tariff.
        ValueError: a figure that cannot be; see ``price_line``.
    """
    by_vendor: dict[UUID, dict[UUID, LinePrice]] = {}
    for item in goods:
        by_vendor.setdefault(item.vendor_id, {})[item.key] = price_line(
            unit_price=item.unit_price, quantity=item.quantity, iva_rate=item.iva_rate
        )
    packages = [
        _package(vendor_id, lines, tariffs[vendor_id]) for vendor_id, lines in by_vendor.items()
    ]
    return Quote(amounts=_sum([package.amounts for package in packages]), packages=packages)


def _package(vendor_id: UUID, lines: dict[UUID, LinePrice], tariff: Tariff) -> Package:
    subtotal = sum((line.base for line in lines.values()), start=ZERO)
    iva = sum((line.iva for line in lines.values()), start=ZERO)
    discount = sum((line.discount for line in lines.values()), start=ZERO)
    shipping = package_shipping(goods=subtotal + iva, tariff=tariff)
    amounts = Amounts(
        subtotal=subtotal,
        iva=iva,
        shipping=shipping,
        discount=discount,
        total=subtotal + iva + shipping - discount,
    )
    return Package(vendor_id=vendor_id, amounts=amounts, lines=lines)


def _sum(parts: list[Amounts]) -> Amounts:
    return Amounts(
        subtotal=sum((part.subtotal for part in parts), start=ZERO),
        iva=sum((part.iva for part in parts), start=ZERO),
        shipping=sum((part.shipping for part in parts), start=ZERO),
        discount=sum((part.discount for part in parts), start=ZERO),
        total=sum((part.total for part in parts), start=ZERO),
    )
