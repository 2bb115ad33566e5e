"""A new product as the portal makes it: with its first picture, or not at all."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from marketplace.shared.db import in_transaction

from ..models import Product
from .images import add_image
from .products import create_product


@in_transaction
def start_draft(
    *,
    vendor_id: UUID,
    category_id: UUID,
    brand_id: UUID | None,
    name: str,
    description: str,
    iva_class: str,
    condition: str,
    price: Decimal,
    stock: int,
    sku: str,
    picture: Any | None,
    actor_id: UUID | None,
) -> Product:
    """Make a draft with one variant and, if there is one, its picture.

    Args:
        price: whole pesos, IVA included.
        picture: an uploaded file, checked and re-encoded by ``images.add_image``.

    Raises:
        CategoryNotFound, BrandNotFound, SkuTaken, ProductIncomplete: see ``create_product``.
        InvalidImage: see ``add_image``; then there is no product either.

    Called twice it makes two products.
    """
    product = create_product(
        vendor_id=vendor_id,
        category_id=category_id,
        brand_id=brand_id,
        name=name,
        description=description,
        iva_class=iva_class,
        condition=condition,
        price=price,
        stock=stock,
        sku=sku,
        actor_id=actor_id,
    )
    if picture is not None:
        add_image(
            product_id=product.pk,
            upload=picture,
            alt=name,
            vendor_id=vendor_id,
        )
    return product
