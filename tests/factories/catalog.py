"""Goods for tests, made by the services."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.models import Brand, Category, Product, Variant
from catalog.services.brands import create_brand
from catalog.services.categories import create_category
from catalog.services.products import NewVariant, change_status, create_product
from catalog.states import ProductAction, ProductRole, ProductStatus
from vendors.models import Vendor

from .vendors import make_vendor

_numbers = count(1)
_A = ProductAction
_WAY: dict[str, Sequence[ProductAction]] = {
    ProductStatus.DRAFT: (),
    ProductStatus.PENDING_REVIEW: (_A.SUBMIT,),
    ProductStatus.ACTIVE: (_A.SUBMIT, _A.APPROVE),
    ProductStatus.REJECTED: (_A.SUBMIT, _A.REJECT),
    ProductStatus.PAUSED: (_A.SUBMIT, _A.APPROVE, _A.PAUSE),
    ProductStatus.DISCONTINUED: (_A.DISCONTINUE,),
}


def make_category(name: str = "", *, parent: Category | None = None) -> Category:
    """Return a visible category, a root unless ``parent`` is given."""
    return create_category(
        name=name or f"Categoría {next(_numbers)}", parent_id=parent.pk if parent else None
    )


def make_brand(name: str = "") -> Brand:
    """Return a brand."""
    return create_brand(name=name or f"Marca {next(_numbers)}")


def make_product(
    *,
    price: int = 50_000,
    stock: int = 10,
    vendor: Vendor | None = None,
    category: Category | None = None,
    brand: Brand | None = None,
    status: str = ProductStatus.ACTIVE,
    name: str = "",
    variants: Sequence[NewVariant] = (),
    **values: Any,
) -> Product:
    """Return a product of an approved shop that came to ``status`` step by step."""
    product = create_product(
        vendor_id=(vendor or make_vendor()).pk,
        category_id=(category or make_category()).pk,
        brand_id=brand.pk if brand else None,
        name=name or f"Producto {next(_numbers)}",
        price=Decimal(price),
        stock=stock,
        variants=variants,
        **{"description": "Hecho en Colombia.", **values},
    )
    for action in _WAY[status]:
        product = change_status(
            product_id=product.pk, action=action, role=ProductRole.STAFF, actor_id=None
        )
    return product


def variant_of(product: Product) -> Variant:
    """Return the first variant as it is now."""
    return Variant.objects.filter(product=product).order_by("position", "id")[0]


def make_variants(number: int, *, stock: int = 10, price: int = 50_000) -> list[UUID]:
    """Return the variants of ``number`` new products of one shop."""
    vendor, category = make_vendor(), make_category()
    products = [
        make_product(vendor=vendor, category=category, stock=stock, price=price)
        for _ in range(number)
    ]
    return [variant_of(product).pk for product in products]


def picture_file(
    *, size: tuple[int, int] = (64, 48), kind: str = "PNG", name: str = "foto.png", **options: Any
) -> Any:
    """Return an upload with a real picture in it."""
    body = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(body, kind, **options)
    return SimpleUploadedFile(name, body.getvalue(), content_type="image/png")
