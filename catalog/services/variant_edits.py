"""Adding, changing and taking away variants of a product that exists.

Each service locks the product, then the variant. What a variant costs is ``products.set_price``'s
affair and how many there are ``stock.py``'s; both are called from here.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction

from marketplace.shared.db import in_transaction

from ..errors import ProductIncomplete, SkuTaken, VariantInUse, VariantNotFound
from ..models import Product, Variant
from ..states import ProductStatus
from .locking import lock_product
from .variants import (
    MAX_VARIANTS,
    NewVariant,
    change_price,
    keep_lowest_price,
    new_variants,
    save_variants,
)


class VariantChanges(TypedDict, total=False):
    """The columns that ``update_variant`` may change; what is absent stays."""

    sku: str
    barcode: str
    name: str
    options: Mapping[str, str]
    compare_at_price: Decimal | None
    low_stock_level: int
    weight_grams: int | None
    position: int
    is_active: bool


@in_transaction
def add_variant(
    *, product_id: UUID, wanted: NewVariant, actor_id: UUID | None, vendor_id: UUID | None = None
) -> Variant:
    """Add a variant at the end, with its first price and stock movement.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's (None is for staff).
        SkuTaken: the shop has the SKU already; so it is the second time.
        ProductIncomplete: a price of nothing, or fifty variants already.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    count = product.variants.count()
    if count >= MAX_VARIANTS:
        raise ProductIncomplete(f"Un producto tiene a lo sumo {MAX_VARIANTS} variantes.")
    rows = new_variants(vendor_id=product.vendor_id, wanted=[wanted])
    rows[0].position = count
    save_variants(product, rows, actor_id=actor_id)
    keep_lowest_price(product)
    return rows[0]


@in_transaction
def update_variant(
    *,
    product_id: UUID,
    variant_id: UUID,
    changes: VariantChanges,
    price: Decimal | None = None,
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
) -> Variant:
    """Change what is given and leave the rest; a second call changes nothing.

    Args:
        price: whole pesos, IVA included; a crossed-out price that is not higher disappears.

    Raises:
        ProductNotFound, VariantNotFound: no such ones, or another shop's (None is for staff).
        SkuTaken: another variant of the shop has the SKU.
        ProductIncomplete: an active product would have nothing for sale.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    variant = _lock(product, variant_id)
    if price is not None:
        change_price(product, variant_id=variant_id, price=price, actor_id=actor_id)
        variant.refresh_from_db()
    for name, value in changes.items():
        setattr(variant, name, value)
    crossed_out = variant.compare_at_price
    if crossed_out is not None and crossed_out <= variant.price:
        variant.compare_at_price = None
    if changes:
        _save(variant, [*changes, "compare_at_price"])
    _check_still_for_sale(product)
    keep_lowest_price(product)
    return variant


@in_transaction
def remove_variant(*, product_id: UUID, variant_id: UUID, vendor_id: UUID | None = None) -> None:
    """Take a variant off the shelf for good; orders, books and its SKU keep naming it.

    Raises:
        ProductNotFound, VariantNotFound: no such ones, or another shop's (None is for staff); the
            second time the variant is removed already and nothing happens.
        VariantInUse: buyers have reserved units of it.
        ProductIncomplete: an active product would have nothing for sale.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    variant = _lock(product, variant_id)
    if variant.reserved:
        raise VariantInUse("Hay unidades apartadas de esta variante.", reserved=variant.reserved)
    if variant.is_active:
        _save_inactive(variant)
        _check_still_for_sale(product)
        keep_lowest_price(product)


def _save_inactive(variant: Variant) -> None:
    variant.is_active = False
    variant.save(update_fields=["is_active"])


def _lock(product: Product, variant_id: UUID) -> Variant:
    variant = product.variants.select_for_update(no_key=True).filter(pk=variant_id).first()
    if variant is None:
        raise VariantNotFound("La variante no existe.")
    return variant


def _save(variant: Variant, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            variant.save(update_fields=fields)
    except IntegrityError as error:
        if "variant_sku_once" not in str(error):
            raise
        raise SkuTaken("La tienda ya usa este SKU.", sku=variant.sku) from error


def _check_still_for_sale(product: Product) -> None:
    is_shown = product.status in (ProductStatus.ACTIVE, ProductStatus.PENDING_REVIEW)
    if is_shown and not product.variants.filter(is_active=True).exists():
        raise ProductIncomplete("El producto necesita al menos una variante a la venta.")
