"""A handful of products for the front page."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from .media import image_url
from .visibility import JOINS, VISIBLE

# The newest hundred are enough to choose from: the page must not read the whole catalogue.
_SHOWCASE = f"""
WITH newest AS (
    SELECT p.id, p.name, p.slug, p.price, p.is_featured, p.published_at, s.name AS vendor
    FROM catalog_product p {JOINS}
    WHERE {VISIBLE}
    ORDER BY p.published_at DESC, p.id DESC
    LIMIT 100
)
SELECT n.id, n.name, n.slug, n.price, n.vendor,
    (SELECT i.file FROM catalog_productimage i WHERE i.product_id = n.id
     ORDER BY i.is_primary DESC, i.position, i.id LIMIT 1) AS picture
FROM newest n
ORDER BY n.is_featured DESC,
    row_number() OVER (PARTITION BY n.vendor ORDER BY n.published_at DESC, n.id DESC),
    n.published_at DESC, n.id DESC
LIMIT %s
"""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A product as the front page shows it: ``price`` in whole pesos, IVA included."""

    id: UUID
    name: str
    slug: str
    price: Decimal
    vendor_name: str
    picture: str


def showcase(*, limit: int) -> list[Shown]:
    """Return visible products, featured ones first, shops taking turns: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWCASE, [limit])
        return [
            Shown(
                id=pk,
                name=name,
                slug=slug,
                price=price,
                vendor_name=vendor,
                picture=image_url(picture) or "",
            )
            for pk, name, slug, price, vendor, picture in cursor.fetchall()
        ]
