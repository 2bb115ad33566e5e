"""Making and changing products. Stock is ``stock.py``'s.

A service that touches a product and its variants locks the product first. Orders lock variants
alone, so nobody waits in a circle.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from marketplace.shared import clock
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..errors import BrandNotFound, CategoryNotFound, ProductIncomplete
from ..models import Brand, Category, Product, ProductStatusChange
from ..states import ProductAction, ProductRole, ProductStatus, next_status
from ..tax import IvaClass
from .locking import lock_product, save_product
from .slugs import free_slug
from .stock import StockChange, StockOperation, change_stock
from .variants import NewVariant, change_price, new_variants, save_variants, the_variant

__all__ = [
    "NewVariant",
    "ProductChanges",
    "change_product_stock",
    "change_status",
    "create_product",
    "delete_product",
    "set_price",
    "update_product",
]


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
    is_featured: bool


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
    _check_category(category_id)
    _check_brand(brand_id)
    rows = new_variants(vendor_id=vendor_id, wanted=wanted)
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
    save_variants(product, rows, actor_id=actor_id)
    ProductStatusChange.objects.create(
        product=product, to_status=ProductStatus.DRAFT, actor_id=actor_id
    )
    return product


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
        change_price(product, variant_id=variant_id, price=price, actor_id=actor_id)
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
    change_price(product, variant_id=variant_id, price=price, actor_id=actor_id)
    return product


@in_transaction
def change_product_stock(
    *,
    product_id: UUID,
    variant_id: UUID | None,
    operation: StockOperation | str,
    quantity: int,
    reason: str,
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
) -> StockChange:
    """Do what ``stock.change_stock`` says; a product with one variant needs no ``variant_id``.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
        VariantNotFound: the variant is not of this product.
        ProductIncomplete: several variants and none was named.
        StockBelowReserved, InvalidInputError: see ``change_stock``.
    """
    return change_stock(
        variant_id=the_variant(product_id=product_id, variant_id=variant_id, vendor_id=vendor_id),
        operation=operation,
        quantity=quantity,
        reason=reason,
        actor_id=actor_id,
        vendor_id=vendor_id,
    )


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
    product.deleted_at = clock.now()
    save_product(product, fields={"deleted_at"}, is_searched=True)
    ProductStatusChange.objects.create(
        product=product,
        from_status=product.status,
        to_status=product.status,
        actor_id=actor_id,
        reason="Eliminado",
    )


@in_transaction
def change_status(
    *,
    product_id: UUID,
    action: ProductAction,
    role: ProductRole,
    actor_id: UUID | None,
    reason: str = "",
    vendor_id: UUID | None = None,
) -> Product:
    """Take one step of the table in ``states.py`` and write it down.

    Args:
        vendor_id: only this shop's products; None is for staff.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
        ProductTransitionNotAllowed: the table has no such step, or not for this role.
        ProductIncomplete: it would be sold, and no variant of it is for sale.

    A second call is refused by the table. Locks the product.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    before = ProductStatus(product.status)
    product.status = next_status(before, ProductAction(action), role=ProductRole(role))
    fields = {"status"}
    if product.status in (ProductStatus.PENDING_REVIEW, ProductStatus.ACTIVE):
        _check_complete(product)
    if product.status == ProductStatus.ACTIVE and product.published_at is None:
        product.published_at = clock.now()
        fields.add("published_at")
    was_or_is_shown = ProductStatus.ACTIVE in (before, product.status)
    save_product(product, fields=fields, is_searched=was_or_is_shown)
    ProductStatusChange.objects.create(
        product=product,
        from_status=before,
        to_status=product.status,
        actor_id=actor_id,
        reason=reason[:300],
    )
    if role == ProductRole.STAFF:
        audit.record(
            action=f"product.{action}",
            subject_type="product",
            subject_id=product.pk,
            actor_id=actor_id,
            changes={"status": [before.value, str(product.status)]},
            reason=reason[:300],
        )
    return product


def _check_complete(product: Product) -> None:
    if product.price <= 0 or not product.variants.filter(is_active=True).exists():
        raise ProductIncomplete("El producto necesita una variante a la venta con precio.")
