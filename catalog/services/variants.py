"""Making variants and setting what they cost, for products that the caller has locked or made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Min

from marketplace.shared.clock import DbNow
from marketplace.shared.ids import readable_code

from ..errors import (
    ProductIncomplete,
    ProductNotFound,
    SkuTaken,
    VariantNotFound,
)
from ..models import PriceChange, Product, Variant
from .stock import open_stock

MAX_VARIANTS = 50


@dataclass(frozen=True, kw_only=True)
class NewVariant:
    """A variant to be made: ``price`` in whole pesos, IVA included; ``stock`` in units."""

    price: Decimal
    stock: int
    sku: str = ""
    name: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    compare_at_price: Decimal | None = None
    barcode: str = ""


def new_variants(*, vendor_id: UUID, wanted: Sequence[NewVariant]) -> list[Variant]:
    """Return unsaved variants of one product to be; an empty SKU is made up.

    Raises:
        SkuTaken: the shop has the SKU already, or ``wanted`` has it twice.
        ProductIncomplete: a price of nothing, or too many variants.
    """
    if len(wanted) > MAX_VARIANTS:
        raise ProductIncomplete(f"Un producto tiene a lo sumo {MAX_VARIANTS} variantes.")
    rows = [
        Variant(
            vendor_id=vendor_id,
            sku=new.sku.strip() or readable_code(10),
            barcode=new.barcode,
            name=new.name,
            options=dict(new.options),
            price=new.price,
            compare_at_price=_higher(new.compare_at_price, than=new.price),
            on_hand=new.stock,
            position=position,
        )
        for position, new in enumerate(wanted)
    ]
    if min(row.price for row in rows) <= 0:
        raise ProductIncomplete("El precio debe ser mayor que cero.")
    skus = [row.sku for row in rows]
    known = Variant.objects.filter(vendor_id=vendor_id, sku__in=skus).values_list("sku", flat=True)
    taken = known.first() or next((sku for sku in skus if skus.count(sku) > 1), None)
    if taken:
        raise SkuTaken("La tienda ya usa este SKU.", sku=taken)
    return rows


def _higher(price: Decimal | None, *, than: Decimal) -> Decimal | None:
    return price if price is not None and price > than else None


def save_variants(product: Product, rows: list[Variant], *, actor_id: UUID | None) -> None:
    """Save new variants of ``product`` with their first price and stock movement.

    Raises:
        SkuTaken: another request of the shop used one of the SKUs at the same moment.
    """
    for row in rows:
        row.product = product
    try:
        Variant.objects.bulk_create(rows)
    except IntegrityError as error:
        if "variant_sku_once" not in str(error):
            raise
        raise SkuTaken("La tienda ya usa este SKU.") from error
    PriceChange.objects.bulk_create(
        PriceChange(variant=row, price=row.price, actor_id=actor_id) for row in rows
    )
    open_stock(rows, actor_id=actor_id)


def change_price(
    product: Product, *, variant_id: UUID | None, price: Decimal, actor_id: UUID | None
) -> None:
    """Do what ``set_price`` in ``products.py`` says, to a locked product."""
    if price <= 0:
        raise ProductIncomplete("El precio debe ser mayor que cero.")
    variants = list(product.variants.select_for_update(no_key=True).order_by("id"))
    if variant_id is None and len(variants) > 1:
        raise ProductIncomplete("El producto tiene variantes: diga a cuál cambia el precio.")
    variant = next((each for each in variants if variant_id in (None, each.pk)), None)
    if variant is None:
        raise VariantNotFound("La variante no existe.")
    if variant.price == price:
        return
    variant.price = price
    variant.compare_at_price = _higher(variant.compare_at_price, than=price)
    variant.save(update_fields=["price", "compare_at_price"])
    PriceChange.objects.create(variant=variant, price=price, actor_id=actor_id)
    keep_lowest_price(product)


def keep_lowest_price(product: Product) -> None:
    """Copy the lowest price of the active variants to a locked product, for lists."""
    lowest = product.variants.filter(is_active=True).aggregate(lowest=Min("price"))["lowest"]
    if lowest is not None and lowest != product.price:
        product.price = lowest
        # Not through save(): search does not know prices, so the index need not hear of it.
        Product.objects.filter(pk=product.pk).update(price=lowest, updated_at=DbNow())


def the_variant(*, product_id: UUID, variant_id: UUID | None, vendor_id: UUID | None) -> UUID:
    """Return the id of the meant variant: the named one, or the only one.

    Raises:
        ProductNotFound: no such product, deleted, or not of ``vendor_id`` (None is for staff).
        VariantNotFound: the named variant is not of this product.
        ProductIncomplete: several variants and none was named.
    """
    products = (
        Product.objects.alive() if vendor_id is None else Product.objects.of_vendor(vendor_id)
    )
    known = list(products.filter(pk=product_id).values_list("variants__id", flat=True))
    if not known:
        raise ProductNotFound("El producto no existe.")
    if variant_id is None and len(known) > 1:
        raise ProductIncomplete("El producto tiene variantes: diga cuál cambia.")
    if variant_id not in (None, *known):
        raise VariantNotFound("La variante no existe.")
    return variant_id or known[0]
