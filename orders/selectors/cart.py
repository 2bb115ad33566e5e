"""Carts as their holders see them: today's prices, grouped by vendor, with notices."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from accounts.selectors.places import find_department
from catalog.selectors.sellable import Offer, offers
from catalog.tax import iva_rate
from marketplace.shared.money import ZERO, format_pesos, to_pesos
from vendors.selectors.terms import SellingTerms, selling_terms

from ..models import Cart, CartItem
from ..pricing import Goods, Package, Quote, Tariff, missing_for_free_shipping, quote


@dataclass(frozen=True, kw_only=True)
class CartHolder:
    """Whose cart it is: a signed-in user's, else the guest's who has the token."""

    user_id: UUID | None = None
    token: str = ""

    @property
    def token_digest(self) -> str:
        """The SHA-256 of the token: all that is stored of it."""
        return hashlib.sha256(self.token.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What the buyer should know before ordering; ``detail`` is Spanish."""

    code: str
    detail: str
    item_id: UUID


@dataclass(frozen=True, kw_only=True)
class VendorRef:
    """A shop, as far as a cart names it."""

    id: UUID
    name: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class CartLine:
    """One variant in a cart; ``unit_price`` is today's, ``seen_price`` that of the last change."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    name: str
    slug: str
    sku: str
    image_url: str | None
    quantity: int
    unit_price: Decimal
    seen_price: Decimal
    line_total: Decimal
    available: int
    is_sellable: bool


@dataclass(frozen=True, kw_only=True)
class VendorGroup:
    """The lines of one vendor. What is not for sale is listed and not counted.

    Attributes:
        goods: pesos of the goods, IVA included.
        missing_for_free_shipping: how much more of this vendor's goods makes the package free.
    """

    vendor: VendorRef
    items: list[CartLine]
    goods: Decimal
    shipping: Decimal
    free_shipping_from: Decimal
    missing_for_free_shipping: Decimal


@dataclass(frozen=True, kw_only=True)
class CartView:
    """A cart and what it would cost now; whole pesos."""

    groups: list[VendorGroup]
    notices: list[Notice]
    item_count: int
    unit_count: int
    can_order: bool
    subtotal: Decimal
    iva: Decimal
    shipping: Decimal
    discount: Decimal
    total: Decimal


def carts_of(holder: CartHolder) -> QuerySet[Cart]:
    """Return the holder's cart, at most one: the only door for readers and writers."""
    if holder.user_id is not None:
        return Cart.objects.filter(user_id=holder.user_id)
    if not holder.token:
        return Cart.objects.none()
    return Cart.objects.filter(token_digest=holder.token_digest)


def items_of(holder: CartHolder) -> QuerySet[CartItem]:
    """Return what lies in the holder's cart, in the order it was put in."""
    return CartItem.objects.filter(cart__in=carts_of(holder)).order_by("pk")


def cart_view(*, holder: CartHolder, department: str = "") -> CartView:
    """Return the holder's cart with today's prices: three statements, none for an empty holder.

    Args:
        department: where it would go, by a usual name, for a statement more; empty counts the
            general tariffs.

    Raises:
        UnknownDepartment: Colombia has none of this name.
    """
    if department:
        department = find_department(name=department).name
    items = list(items_of(holder))
    found = offers(variant_ids=[item.variant_id for item in items]) if items else {}
    pairs = [(item, found[item.variant_id]) for item in items if item.variant_id in found]
    vendor_ids = {offer.vendor_id for _, offer in pairs}
    terms = selling_terms(vendor_ids=vendor_ids, department=department) if pairs else {}
    price = _price(pairs, terms)
    packages = {package.vendor_id: package for package in price.packages}
    notices = [notice for item, offer in pairs for notice in _notices(item, offer)]
    return CartView(
        groups=[
            _group(vendor_id, pairs, terms[vendor_id], packages.get(vendor_id))
            for vendor_id in dict.fromkeys(offer.vendor_id for _, offer in pairs)
        ],
        notices=notices,
        item_count=len(pairs),
        unit_count=sum(item.quantity for item, _ in pairs),
        can_order=bool(pairs) and not notices,
        **vars(price.amounts),
    )


def _price(pairs: Sequence[tuple[CartItem, Offer]], terms: Mapping[UUID, SellingTerms]) -> Quote:
    goods = [
        Goods(
            key=item.pk,
            vendor_id=offer.vendor_id,
            unit_price=offer.price,
            quantity=item.quantity,
            iva_rate=iva_rate(
                offer.iva_class, vendor_charges_iva=terms[offer.vendor_id].charges_iva
            ),
        )
        for item, offer in pairs
        if offer.is_sellable
    ]
    return quote(goods, tariffs={vendor_id: tariff_of(term) for vendor_id, term in terms.items()})


def tariff_of(terms: SellingTerms) -> Tariff:
    """Return a vendor's price for one package."""
    return Tariff(fee=to_pesos(terms.shipping_fee), free_from=to_pesos(terms.free_shipping_from))


def _group(
    vendor_id: UUID,
    pairs: Sequence[tuple[CartItem, Offer]],
    terms: SellingTerms,
    package: Package | None,
) -> VendorGroup:
    goods = package.amounts.subtotal + package.amounts.iva if package else ZERO
    tariff = tariff_of(terms)
    return VendorGroup(
        vendor=VendorRef(id=vendor_id, name=terms.name, slug=terms.slug),
        items=[_line(item, offer) for item, offer in pairs if offer.vendor_id == vendor_id],
        goods=goods,
        shipping=package.amounts.shipping if package else ZERO,
        free_shipping_from=tariff.free_from,
        missing_for_free_shipping=missing_for_free_shipping(goods=goods, tariff=tariff),
    )


def _line(item: CartItem, offer: Offer) -> CartLine:
    return CartLine(
        id=item.pk,
        variant_id=offer.variant_id,
        product_id=offer.product_id,
        name=offer.name,
        slug=offer.slug,
        sku=offer.sku,
        image_url=offer.image_url,
        quantity=item.quantity,
        unit_price=offer.price,
        seen_price=item.seen_price,
        line_total=offer.price * item.quantity,
        available=max(0, offer.available) if offer.is_sellable else 0,
        is_sellable=offer.is_sellable,
    )


def _notices(item: CartItem, offer: Offer) -> list[Notice]:
    if not offer.is_sellable:
        text = f"«{offer.name}» ya no está a la venta."
        return [Notice(code="not_sold", detail=text, item_id=item.pk)]
    notices = []
    if offer.price != item.seen_price:
        before, now = format_pesos(item.seen_price), format_pesos(offer.price)
        text = f"El precio de «{offer.name}» cambió de {before} a {now}."
        notices.append(Notice(code="price_changed", detail=text, item_id=item.pk))
    if offer.available < item.quantity:
        text = f"Unidades disponibles de «{offer.name}»: {max(0, offer.available)}."
        notices.append(Notice(code="not_enough_stock", detail=text, item_id=item.pk))
    return notices
