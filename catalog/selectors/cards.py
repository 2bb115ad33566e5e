"""A product as lists show it: one row, no objects in between."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from .media import image_url
from .visibility import JOINS, VISIBLE

CURRENCY = "COP"

COLUMNS = """
p.id, p.name, p.slug, p.price, p.rating, p.review_count,
s.id, s.name, s.slug, c.id, c.name, c.slug, b.id, b.name, b.slug,
p.description, p.status, p.created_at,
(SELECT jsonb_agg(jsonb_build_array(
    v.id, v.sku, v.name, v.options, v.price::text, v.compare_at_price::text,
    v.on_hand - v.reserved) ORDER BY v.position, v.id)
 FROM catalog_variant v WHERE v.product_id = p.id AND v.is_active),
(SELECT jsonb_agg(jsonb_build_array(i.id, i.file, i.alt, i.width, i.height, i.is_primary)
    ORDER BY i.is_primary DESC, i.position, i.id)
 FROM catalog_productimage i WHERE i.product_id = p.id)
"""

_CHOSEN = f"""
SELECT {COLUMNS}
FROM unnest(%s::uuid[]) WITH ORDINALITY AS chosen (id, place)
JOIN catalog_product p ON p.id = chosen.id {JOINS}
WHERE {VISIBLE}
ORDER BY chosen.place
"""


def card(row: Sequence[Any]) -> dict[str, Any]:
    """Return a row of ``COLUMNS`` as the API shows it; ``price`` is whole pesos, IVA included.

    ``image`` is the first of ``images``, for whoever needs no more.
    """
    variants = [variant(each) for each in orjson.loads(row[18] or "[]")]
    images = [image(each) for each in orjson.loads(row[19] or "[]")]
    return {
        "id": row[0],
        "name": row[1],
        "slug": row[2],
        "description": row[15],
        "price": row[3],
        "currency": CURRENCY,
        "stock": sum(each["stock"] for each in variants),
        "status": row[16],
        "rating": None if row[4] is None else float(row[4]),
        "review_count": row[5],
        "image": images[0]["url"] if images else None,
        "images": images,
        "variants": variants,
        "vendor": {"id": row[6], "name": row[7], "slug": row[8]},
        "category": {"id": row[9], "name": row[10], "slug": row[11]},
        "brand": named(row[12:15]),
        "created_at": row[17],
    }


def variant(columns: Sequence[Any]) -> dict[str, Any]:
    """Return id, SKU, name, options, both prices and free units as buyers see a variant."""
    pk, sku, name, options, price, compare_at_price, stock = columns
    return {
        "id": pk,
        "sku": sku,
        "name": name,
        "options": options,
        "price": price,
        "compare_at_price": compare_at_price,
        "stock": stock,
    }


def image(columns: Sequence[Any]) -> dict[str, Any]:
    """Return id, file, alt text, sides and whether it is the primary as people see a picture."""
    pk, file, alt, width, height, is_primary = columns
    return {
        "id": pk,
        "url": image_url(file),
        "alt": alt,
        "width": width,
        "height": height,
        "is_primary": is_primary,
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
