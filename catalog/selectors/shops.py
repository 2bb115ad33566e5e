"""What a shop sees of its own goods, and staff of everybody's."""

from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ..errors import ProductNotFound
from ..models import Product, ProductImage, StockMovement, Variant
from .media import image_url


def products_of_shop(
    *, vendor_id: UUID, status: str | None = None, words: str | None = None
) -> QuerySet[Any, dict[str, Any]]:
    """Return a shop's living products, newest first, as rows; ``words`` looks into names and SKUs.

    Each row has ``id, name, slug, status, price, created_at, updated_at, category_name,
    variant_count, on_hand, reserved, image_file``. One statement a page.
    """
    products = Product.objects.of_vendor(vendor_id)
    if status:
        products = products.filter(status=status)
    if words:
        by_sku = Variant.objects.filter(vendor_id=vendor_id, sku__icontains=words)
        products = products.filter(Q(name__icontains=words) | Q(pk__in=by_sku.values("product")))
    first_image = (
        ProductImage.objects.filter(product=OuterRef("pk"))
        .order_by("-is_primary", "position", "id")
        .values("file")[:1]
    )
    active = Q(variants__is_active=True)
    return (
        products.annotate(
            category_name=F("category__name"),
            variant_count=Count("variants"),
            on_hand=Coalesce(Sum("variants__on_hand", filter=active), 0),
            reserved=Coalesce(Sum("variants__reserved", filter=active), 0),
            image_file=Subquery(first_image),
        )
        .order_by("-created_at", "-id")
        .values(
            "id",
            "name",
            "slug",
            "status",
            "price",
            "created_at",
            "updated_at",
            "category_name",
            "variant_count",
            "on_hand",
            "reserved",
            "image_file",
        )
    )


def shop_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of ``products_of_shop`` as the API shows it."""
    return {
        **{name: value for name, value in row.items() if name != "image_file"},
        "currency": "COP",
        "stock": row["on_hand"] - row["reserved"],
        "image": image_url(row["image_file"]),
    }


def is_sku_free(*, vendor_id: UUID, sku: str) -> bool:
    """Tell whether no variant of the shop, not even a removed one, has this SKU."""
    return not Variant.objects.filter(vendor_id=vendor_id, sku=sku).exists()


def movements_of_product(
    *, product_id: UUID, vendor_id: UUID | None
) -> QuerySet[StockMovement, Any]:
    """Return the stock movements of a product's variants, newest first; None is for staff.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
    """
    products = (
        Product.objects.alive() if vendor_id is None else Product.objects.of_vendor(vendor_id)
    )
    if not products.filter(pk=product_id).exists():
        raise ProductNotFound("El producto no existe.")
    return (
        StockMovement.objects.filter(variant__product_id=product_id)
        .order_by("-id")
        .values(
            "id",
            "variant_id",
            "kind",
            "quantity",
            "on_hand_after",
            "reason",
            "order_id",
            "at",
            sku=F("variant__sku"),
        )
    )
