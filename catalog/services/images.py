"""The only writer of product pictures."""

from typing import BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile

from marketplace.shared.db import in_transaction
from marketplace.shared.ids import new_id

from ..errors import ProductNotFound, TooManyImages
from ..models import Product, ProductImage
from ..pictures import read_picture
from .locking import lock_product

MAX_IMAGES = 10


def add_image(
    *,
    product_id: UUID,
    upload: BinaryIO,
    alt: str = "",
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
) -> ProductImage:
    """Re-encode an uploaded picture and hang it on a product; the first one is the primary.

    Args:
        vendor_id: only this shop's products; None is for staff.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
        TooManyImages: it has ten already.
        InvalidImage: not a JPEG, PNG or WebP within the limits of ``pictures.py``.

    Called twice it makes two pictures. Decodes before it locks the product.
    """
    owned = Product.objects.alive() if vendor_id is None else Product.objects.of_vendor(vendor_id)
    if not owned.filter(pk=product_id).exists():
        raise ProductNotFound("El producto no existe.")
    picture = read_picture(upload)
    return _keep(product_id=product_id, picture=picture, alt=alt, vendor_id=vendor_id)


@in_transaction
def _keep(*, product_id: UUID, picture: bytes, alt: str, vendor_id: UUID | None) -> ProductImage:
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    count = product.images.count()
    if count >= MAX_IMAGES:
        raise TooManyImages(f"Un producto tiene a lo sumo {MAX_IMAGES} imágenes.")
    return ProductImage.objects.create(
        product=product,
        # Given to the constructor, the file fills in its width and height.
        file=ContentFile(picture, name=f"{new_id().hex}.webp"),
        alt=alt or product.name,
        position=count,
        is_primary=count == 0,
    )
