"""A product as lists show it: one row, no objects in between."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from .media import image_url
from .visibility import JOINS, VISIBLE

CURRENCY = "COP"

COLUMNS = """
p.id, p.name, p.slug, p.price, p.rating, p.review_count,
(SELECT coalesce(sum(v.on_hand - v.reserved), 0) FROM catalog_variant v
 WHERE v.product_id = p.id AND v.is_active),
(SELECT i.file FROM catalog_productimage i WHERE i.product_id = p.id
 ORDER BY i.is_primary DESC, i.position, i.id LIMIT 1),
s.id, s.name, s.slug, c.id, c.name, c.slug, b.id, b.name, b.slug
"""

_CHOSEN = f"""
SELECT {COLUMNS}
FROM unnest(%s::uuid[]) WITH ORDINALITY AS chosen (id, place)
JOIN catalog_product p ON p.id = chosen.id {JOINS}
WHERE {VISIBLE}
ORDER BY chosen.place
"""


def card(row: Sequence[Any]) -> dict[str, Any]:
    """Return a row of ``COLUMNS`` as the API shows it; ``price`` is whole pesos, IVA included."""
    return {
        "id": row[0],
        "name": row[1],
        "slug": row[2],
        "price": row[3],
        "currency": CURRENCY,
        "stock": int(row[6]),
        "rating": None if row[4] is None else float(row[4]),
        "review_count": row[5],
        "image": image_url(row[7]),
        "vendor": {"id": row[8], "name": row[9], "slug": row[10]},
        "category": {"id": row[11], "name": row[12], "slug": row[13]},
        "brand": named(row[14:17]),
    }


def named(columns: Sequence[Any]) -> dict[str, Any] | None:
    """Return ``(id, name, slug)`` as a small object, or None where there is none."""
    pk, name, slug = columns
    return {"id": pk, "name": name, "slug": slug} if pk else None


def cards(product_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return the visible ones of these products, in the given order; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_CHOSEN, [list(product_ids)])
        return [card(row) for row in cursor.fetchall()]
