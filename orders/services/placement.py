"""Making an order out of what somebody wants to buy."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from catalog.services.stock import ReservedItem, reserve_stock
from catalog.tax import iva_rate
from marketplace.shared import clock
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import readable_code
from marketplace.shared.services.outbox import publish
from vendors.selectors.terms import SellingTerms, selling_terms

from ..errors import PricesChanged, TotalChanged
from ..events import OrderPlaced
from ..models import Order, OrderLine, VendorOrder
from ..pricing import Goods, Package, Quote, quote
from ..selectors.cart import tariff_of
from .delivery import delivery_address
from .steps import start_history


@in_transaction
def place_order(
    *,
    buyer_id: UUID,
    email: str,
    quantities: Mapping[UUID, int],
    shipping_address: Mapping[str, str],
    expected_total: Decimal | None = None,
    seen_prices: Mapping[UUID, Decimal] | None = None,
) -> Order:
    """Create a pending order of a part for each vendor, and set its units aside.

    Args:
        quantities: units (1 to 999) by variant id; the lines keep this order.
        shipping_address: full_name, phone, address, city, department (or ``city_code``);
            postal_code and notes may be empty. The order keeps a copy of its own, phone and
            place in their stored form with DANE's codes.
        expected_total: whole pesos that the buyer was shown; None takes whatever it is.
        seen_prices: by variant id, the prices that the buyer last saw in the cart. They are
            compared only without ``expected_total``, which says the same of the whole.

    Returns:
        The order with its vendor orders in ``parts`` and their lines in ``own_lines``.

    Raises:
        InvalidPhone, UnknownDepartment, UnknownCity: the parcel could not arrive.
        OutOfStock, NotSellable: a variant is short or not for sale (any more).
        TotalChanged: the total differs from ``expected_total``; the details say what it is.
        PricesChanged: a price is not the one seen; the details name each with both figures.

    After a refusal nothing is kept. Called twice it makes two orders: the API guards it with
    an idempotency key. Locks the variants, by id. Ten statements, however many lines.
    """
    address = delivery_address(shipping_address)
    order = Order(buyer_id=buyer_id, email=email, shipping_address=address)
    items = _in_order(reserve_stock(order_id=order.pk, quantities=quantities), quantities)
    terms = selling_terms(
        vendor_ids={item.vendor_id for item in items}, department=address["department"]
    )
    price = _price(items, terms)
    if expected_total is not None and price.amounts.total != expected_total:
        raise TotalChanged(
            "El total cambió. Revise las cifras y confirme de nuevo.",
            expected_total=expected_total,
            **price.amounts.as_texts(),
        )
    if expected_total is None:
        _check_prices(items, seen_prices or {})
    _save(order, items, terms, price)
    start_history(order=order, buyer_id=buyer_id)
    publish(OrderPlaced(order_id=str(order.pk)))
    return order


def _in_order(items: Sequence[ReservedItem], quantities: Mapping[UUID, int]) -> list[ReservedItem]:
    by_variant = {item.variant_id: item for item in items}
    return [by_variant[variant_id] for variant_id in quantities]


def _check_prices(items: Sequence[ReservedItem], seen_prices: Mapping[UUID, Decimal]) -> None:
    changed = [
        {
            "variant_id": str(item.variant_id),
            "name": item.name,
            "seen_price": str(seen_prices[item.variant_id]),
            "unit_price": str(item.unit_price),
        }
        for item in items
        if seen_prices.get(item.variant_id, item.unit_price) != item.unit_price
    ]
    if changed:
        raise PricesChanged(
            "Cambiaron precios desde que los vio en el carrito. Revíselos y acéptelos.",
            items=changed,
        )


def _price(items: Sequence[ReservedItem], terms: Mapping[UUID, SellingTerms]) -> Quote:
    return quote(
        (
            Goods(
                key=item.variant_id,
                vendor_id=item.vendor_id,
                unit_price=item.unit_price,
                quantity=item.quantity,
                iva_rate=_rate(item, terms),
            )
            for item in items
        ),
        tariffs={vendor_id: tariff_of(term) for vendor_id, term in terms.items()},
    )


def _rate(item: ReservedItem, terms: Mapping[UUID, SellingTerms]) -> Decimal:
    return iva_rate(item.iva_class, vendor_charges_iva=terms[item.vendor_id].charges_iva)


def _save(
    order: Order,
    items: Sequence[ReservedItem],
    terms: Mapping[UUID, SellingTerms],
    price: Quote,
) -> None:
    now = clock.now()
    order.number = f"ORD-{timezone.localtime(now):%Y%m%d}-{readable_code(8)}"
    order.reserved_until = now + timedelta(minutes=settings.RESERVATION_MINUTES["CARD"])
    for name, amount in vars(price.amounts).items():
        setattr(order, name, amount)
    order.save(force_insert=True)
    order.parts = VendorOrder.objects.bulk_create(
        _part(order, number, package, terms[package.vendor_id])
        for number, package in enumerate(price.packages, start=1)
    )
    packages = zip(order.parts, price.packages, strict=True)
    by_vendor = {package.vendor_id: (part, package) for part, package in packages}
    lines = [
        _line(order, position, item, *by_vendor[item.vendor_id], _rate(item, terms))
        for position, item in enumerate(items, start=1)
    ]
    OrderLine.objects.bulk_create(lines)
    for part in order.parts:
        part.own_lines = [line for line in lines if line.vendor_order_id == part.pk]


def _part(order: Order, number: int, package: Package, terms: SellingTerms) -> VendorOrder:
    part = VendorOrder(
        order=order,
        vendor_id=package.vendor_id,
        number=f"{order.number}-{number}",
        commission_rate=terms.commission_rate,
        **vars(package.amounts),
    )
    part.vendor_name, part.vendor_slug, part.own_shipments = terms.name, terms.slug, []
    return part


def _line(
    order: Order,
    position: int,
    item: ReservedItem,
    part: VendorOrder,
    package: Package,
    rate: Decimal,
) -> OrderLine:
    price = package.lines[item.variant_id]
    return OrderLine(
        order=order,
        vendor_order=part,
        product_id=item.product_id,
        variant_id=item.variant_id,
        position=position,
        name=item.name,
        sku=item.sku,
        quantity=item.quantity,
        unit_price=item.unit_price,
        gross=price.gross,
        discount=price.discount,
        iva_class=item.iva_class,
        iva_rate=rate,
        base=price.base,
        iva=price.iva,
    )
