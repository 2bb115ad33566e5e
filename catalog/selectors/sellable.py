"""What carts and orders ask of the catalogue. One statement each, whatever the number of ids."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from .media import image_url
from .visibility import JOINS, VISIBLE

_FIRST_VARIANTS = """
SELECT DISTINCT ON (product_id) product_id, id FROM catalog_variant
WHERE product_id = ANY(%s) AND is_active
ORDER BY product_id, position, id
"""

_OFFERS = f"""
SELECT v.id, v.product_id, p.vendor_id, s.name, s.slug, p.name, v.name, p.slug, v.sku, v.price,
    v.on_hand - v.reserved, p.iva_class,
    v.is_active AND {VISIBLE},
    (SELECT i.file FROM catalog_productimage i WHERE i.product_id = p.id
     ORDER BY i.is_primary DESC, i.position, i.id LIMIT 1)
FROM catalog_variant v
JOIN catalog_product p ON p.id = v.product_id
{JOINS}
WHERE v.id = ANY(%s)
"""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A variant as a buyer would get it now: ``price`` in whole pesos, IVA included.

    ``available`` counts the free units; ``is_sellable`` does not look at them.
    """

    variant_id: UUID
    product_id: UUID
    vendor_id: UUID
    vendor_name: str
    vendor_slug: str
    name: str
    slug: str
    sku: str
    price: Decimal
    available: int
    iva_class: str
    is_sellable: bool
    image_url: str | None


def default_variants(*, product_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the first active variant of each product; products without one are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_VARIANTS, [list(product_ids)])
        return dict(cursor.fetchall())


def offers(*, variant_ids: Collection[UUID]) -> dict[UUID, Offer]:
    """Return the present offer of each known variant, also of those that are not for sale now."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, [list(variant_ids)])
        return {row[0]: _offer(row) for row in cursor.fetchall()}


def _offer(row: tuple) -> Offer:
    name, variant_name = row[5], row[6]
    return Offer(
        variant_id=row[0],
        product_id=row[1],
        vendor_id=row[2],
        vendor_name=row[3],
        vendor_slug=row[4],
        name=f"{name} · {variant_name}" if variant_name else name,
        slug=row[7],
        sku=row[8],
        price=row[9],
        available=row[10],
        iva_class=row[11],
        is_sellable=row[12],
        image_url=image_url(row[13]),
    )
