"""Brands side by side."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from ..errors import BrandNotFound
from .visibility import JOINS, VISIBLE

_COMPARED = f"""
SELECT chosen.id, brand.name, brand.slug, brand.is_verified, brand.is_featured,
    count(shown.id), min(shown.price), max(shown.price),
    sum(shown.rating * shown.review_count) / nullif(sum(shown.review_count), 0),
    coalesce(sum(shown.review_count), 0)
FROM unnest(%s::uuid[]) WITH ORDINALITY AS chosen (id, place)
JOIN catalog_brand brand ON brand.id = chosen.id
LEFT JOIN (
    SELECT p.id, p.brand_id, p.price, p.rating, p.review_count
    FROM catalog_product p {JOINS} WHERE {VISIBLE}
) shown ON shown.brand_id = chosen.id
GROUP BY chosen.id, chosen.place, brand.id ORDER BY chosen.place
"""


def compared_brands(*, brand_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return the brands in the given order with figures of what is for sale; one statement.

    Prices are whole pesos; ``rating`` is weighted by the number of reviews, None without any.

    Raises:
        BrandNotFound: one of them does not exist.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, [list(brand_ids)])
        rows = cursor.fetchall()
    if len(rows) < len(brand_ids):
        raise BrandNotFound("Una de las marcas no existe.")
    names = (
        "id", "name", "slug", "is_verified", "is_featured",
        "product_count", "lowest_price", "highest_price", "rating", "review_count",
    )  # fmt: skip
    compared = [dict(zip(names, row, strict=True)) for row in rows]
    for row in compared:
        row["rating"] = None if row["rating"] is None else round(float(row["rating"]), 2)
    return compared
