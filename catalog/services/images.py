"""The only writer of product pictures."""

from collections.abc import Sequence
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from marketplace.shared.db import in_transaction
from marketplace.shared.ids import new_id

from ..errors import ImageNotFound, ProductNotFound, TooManyImages
from ..models import Product, ProductImage
from ..pictures import read_picture
from .locking import lock_product

MAX_IMAGES = 20


def add_image(
    *, product_id: UUID, upload: BinaryIO, alt: str = "", vendor_id: UUID | None = None
) -> ProductImage:
    """Add one picture; see ``add_images``."""
    return add_images(product_id=product_id, uploads=[upload], alt=alt, vendor_id=vendor_id)[0]


def add_images(
    *,
    product_id: UUID,
    uploads: Sequence[BinaryIO],
    alt: str = "",
    vendor_id: UUID | None = None,
) -> list[ProductImage]:
    """Re-encode uploaded pictures and hang them on a product, all or none, in their order.

    The first picture of a product is its primary.

    Args:
        vendor_id: only this shop's products; None is for staff.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
        TooManyImages: it would have more than twenty.
        InvalidImage: one is no JPEG, PNG or WebP within the limits of ``pictures.py``.

    Called twice it adds them twice. Decodes before it locks the product.
    """
    owned = Product.objects.alive() if vendor_id is None else Product.objects.of_vendor(vendor_id)
    if not owned.filter(pk=product_id).exists():
        raise ProductNotFound("El producto no existe.")
    pictures = [read_picture(upload) for upload in uploads]
    return _keep(product_id=product_id, pictures=pictures, alt=alt, vendor_id=vendor_id)


@in_transaction
def _keep(
    *, product_id: UUID, pictures: Sequence[bytes], alt: str, vendor_id: UUID | None
) -> list[ProductImage]:
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    taken = product.images.count()
    if taken + len(pictures) > MAX_IMAGES:
        raise TooManyImages(f"Un producto tiene a lo sumo {MAX_IMAGES} imágenes.")
    last = product.images.aggregate(last=Max("position"))["last"]
    first_free = 0 if last is None else last + 1
    return [
        ProductImage.objects.create(
            product=product,
            # Given to the constructor, the file fills in its width and height.
            file=ContentFile(picture, name=f"{new_id().hex}.webp"),
            alt=alt or product.name,
            position=first_free + number,
            is_primary=taken == 0 and number == 0,
        )
        for number, picture in enumerate(pictures)
    ]


@in_transaction
def update_image(
    *,
    product_id: UUID,
    image_id: UUID,
    alt: str | None = None,
    position: int | None = None,
    is_primary: bool | None = None,
    vendor_id: UUID | None = None,
) -> ProductImage:
    """Change what is given; being primary passes from one picture to the other.

    Raises:
        ProductNotFound, ImageNotFound: no such ones, or another shop's (None is for staff).

    The primary one stays so until another becomes it. A second call changes nothing. Locks the
    product.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    image = _get(product, image_id)
    if alt is not None:
        image.alt = alt or product.name
    if position is not None:
        image.position = position
    if is_primary and not image.is_primary:
        product.images.filter(is_primary=True).update(is_primary=False)
        image.is_primary = True
    image.save(update_fields=["alt", "position", "is_primary"])
    return image


@in_transaction
def remove_image(*, product_id: UUID, image_id: UUID, vendor_id: UUID | None = None) -> None:
    """Remove a picture; if it was the primary, the first of the others takes its place.

    Raises:
        ProductNotFound, ImageNotFound: no such ones (any more), or another shop's.

    The file goes after the commit. Locks the product.
    """
    product = lock_product(product_id=product_id, vendor_id=vendor_id)
    image = _get(product, image_id)
    file = image.file
    image.delete()
    transaction.on_commit(lambda: file.delete(save=False), robust=True)
    heir = product.images.order_by("position", "id").first() if image.is_primary else None
    if heir is not None:
        heir.is_primary = True
        heir.save(update_fields=["is_primary"])


def _get(product: Product, image_id: UUID) -> ProductImage:
    image = product.images.filter(pk=image_id).first()
    if image is None:
        raise ImageNotFound("La imagen no existe.")
    return image
