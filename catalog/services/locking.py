"""Holding a product while it changes, and saving it so that search hears of it."""

from uuid import UUID

from marketplace.shared import clock

from ..errors import ProductNotFound
from ..models import Product


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
    product.updated_at = clock.now()
    columns = {*fields, "updated_at"}
    if is_searched:
        product.search_version += 1
        columns.add("search_version")
    product.save(update_fields=columns)
