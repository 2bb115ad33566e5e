"""Making and changing products. Stock is ``stock.py``'s, the state ``life_cycle.py``'s.

A service that touches a product and its variants locks the product first. Orders lock variants
alone, so nobody waits in a circle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Min

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import readable_code

from ..errors import (
    BrandNotFound,
    CategoryNotFound,
    ProductIncomplete,
    ProductNotFound,
    SkuTaken,
    VariantNotFound,
)
from ..models import Brand, Category, PriceChange, Product, ProductStatusChange, Variant
from ..states import ProductStatus
from ..tax import IvaClass
from .slugs import free_slug
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


class ProductChanges(TypedDict, total=False):
    """The columns that ``update_product`` may change; what is absent stays."""

    name: str
    description: str
    category_id: UUID
    brand_id: UUID | None
    iva_class: str
    condition: str
    attributes: Mapping[str, Any]
    warranty_months: int


# What is said about a product in the search index, or decides where it stands.
SEARCHED = {"name", "description", "category_id", "brand_id"}


@in_transaction
def create_product(
    *,
    vendor_id: UUID,
    category_id: UUID,
    name: str,
    description: str,
    price: Decimal,
    stock: int,
    sku: str = "",
    brand_id: UUID | None = None,
    iva_class: str = IvaClass.GENERAL,
    condition: str = Product.Condition.NEW,
    attributes: Mapping[str, Any] | None = None,
    variants: Sequence[NewVariant] = (),
    actor_id: UUID | None = None,
) -> Product:
    """Make a draft with its variants, their first stock movements and prices.

    Args:
        price: whole pesos, IVA included; with ``stock`` and ``sku`` it makes the one variant
            of a product without ``variants``, and is not looked at where there are some.
        sku: unique in the shop; an empty one is made up.

    Raises:
        CategoryNotFound, BrandNotFound: unknown, or the category is hidden.
        SkuTaken: the shop has the SKU already, or the request has it twice.
        ProductIncomplete: a price of nothing, or too many variants.

    Called twice it makes two products.
    """
    wanted = list(variants) or [NewVariant(price=price, stock=stock, sku=sku)]
    if len(wanted) > MAX_VARIANTS:
        raise ProductIncomplete(f"Un producto tiene a lo sumo {MAX_VARIANTS} variantes.")
    _check_category(category_id)
    _check_brand(brand_id)
    rows = _new_variants(vendor_id, wanted)
    product = Product.objects.create(
        vendor_id=vendor_id,
        category_id=category_id,
        brand_id=brand_id,
        name=name,
        slug=free_slug(Product, name, max_length=160),
        description=description,
        iva_class=iva_class,
        condition=condition,
        attributes=dict(attributes or {}),
        price=min(row.price for row in rows),
    )
    for row in rows:
        row.product = product
    Variant.objects.bulk_create(rows)
    PriceChange.objects.bulk_create(
        PriceChange(variant=row, price=row.price, actor_id=actor_id) for row in rows
    )
    open_stock(rows, actor_id=actor_id)
    ProductStatusChange.objects.create(
        product=product, to_status=ProductStatus.DRAFT, actor_id=actor_id
    )
    return product


def _new_variants(vendor_id: UUID, wanted: Sequence[NewVariant]) -> list[Variant]:
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


def _check_category(category_id: UUID) -> None:
    if not Category.objects.filter(pk=category_id, is_active=True).exists():
        raise CategoryNotFound("La categoría no existe.")


def _check_brand(brand_id: UUID | None) -> None:
    if brand_id is not None and not Brand.objects.filter(pk=brand_id).exists():
        raise BrandNotFound("La marca no existe.")


@in_transaction
def update_product(
    *,
    product_id: UUID,
    changes: ProductChanges,
    price: Decimal | None = None,
    variant_id: UUID | None = None,
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
) -> Product:
    """Change what a product says and, with ``price``, what it costs (see ``set_price``).

    Args:
        vendor_id: only this shop's products; None is for staff.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
        CategoryNotFound, BrandNotFound: unknown, or the category is hidden.
        VariantNotFound, ProductIncomplete: see ``set_price``.

    The address (slug) stays. A second call changes nothing. Locks the product.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    changed = {name for name, value in changes.items() if getattr(product, name) != value}
    if "category_id" in changed:
        _check_category(changes["category_id"])
    if "brand_id" in changed:
        _check_brand(changes["brand_id"])
    for name in changed:
        setattr(product, name, changes[name])  # type: ignore[literal-required]  # keys of changes
    if changed:
        save_product(product, fields=changed, is_searched=bool(changed & SEARCHED))
    if price is not None:
        _set_price(product, variant_id=variant_id, price=price, actor_id=actor_id)
    return product


@in_transaction
def set_price(
    *,
    product_id: UUID,
    price: Decimal,
    variant_id: UUID | None = None,
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
) -> Product:
    """Set what a variant costs: ``price`` in whole pesos, IVA included; orders keep theirs.

    A product with one variant needs no ``variant_id``. A crossed-out price that is no longer
    higher disappears.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
        VariantNotFound: the variant is not of this product.
        ProductIncomplete: no price, or several variants and none was named.

    A second call writes nothing. Locks the product, then the variant.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    _set_price(product, variant_id=variant_id, price=price, actor_id=actor_id)
    return product


def _set_price(
    product: Product, *, variant_id: UUID | None, price: Decimal, actor_id: UUID | None
) -> None:
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


def lock_product(*, product_id: UUID, vendor_id: UUID | None = None) -> Product:
    """Return the living product, locked until the caller's transaction ends.

    Raises:
        ProductNotFound: no such product, deleted, or not of ``vendor_id`` (None is for staff).
    """
    products = Product.objects.alive().select_for_update(no_key=True)
    if vendor_id is not None:
        products = products.filter(vendor_id=vendor_id)
    product = products.filter(pk=product_id).first()
    if product is None:
        raise ProductNotFound("El producto no existe.")
    return product


def save_product(product: Product, *, fields: set[str], is_searched: bool) -> None:
    """Save ``fields`` of a locked product; ``is_searched`` says that the index must hear of it.

    The save's signal writes the message for the index.
    """
    product.updated_at = DbNow()  # type: ignore[assignment]  # the database fills the moment in
    columns = {*fields, "updated_at"}
    if is_searched:
        product.search_version += 1
        columns.add("search_version")
    product.save(update_fields=columns)


@in_transaction
def delete_product(
    *, product_id: UUID, actor_id: UUID | None, vendor_id: UUID | None = None
) -> None:
    """Hide a product for good; orders and books still name it.

    Raises:
        ProductNotFound: no such product, deleted before, or another shop's.

    Locks the product.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    product.deleted_at = DbNow()  # type: ignore[assignment]  # the database fills the moment in
    save_product(product, fields={"deleted_at"}, is_searched=True)
    ProductStatusChange.objects.create(
        product=product,
        from_status=product.status,
        to_status=product.status,
        actor_id=actor_id,
        reason="Eliminado",
    )
