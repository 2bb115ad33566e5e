"""One product with all that a buyer, its shop or staff may see. Three statements."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from ..errors import ProductNotFound
from .cards import CURRENCY, image, named, variant
from .visibility import JOINS, VISIBLE

_PRODUCT = f"""
SELECT p.id, p.name, p.slug, p.description, p.price, p.status, p.iva_class, p.condition,
    p.attributes, p.warranty_months, p.rating, p.review_count, p.created_at, p.updated_at,
    p.published_at, s.id, s.name, s.slug, c.id, c.name, c.slug, c.path, b.id, b.name, b.slug
FROM catalog_product p {JOINS}
WHERE p.deleted_at IS NULL AND
"""
_VARIANTS = """
SELECT id, sku, name, options, price, compare_at_price, on_hand, reserved, is_active
FROM catalog_variant WHERE product_id = %s ORDER BY position, id
"""
_IMAGES = """
SELECT id, file, alt, width, height, is_primary FROM catalog_productimage
WHERE product_id = %s ORDER BY is_primary DESC, position, id
"""


def product_for_public(
    *, product_id: UUID | None = None, slug: str | None = None
) -> dict[str, Any]:
    """Return a visible product by id or slug.

    Raises:
        ProductNotFound: there is none, or it is not shown to the public.
    """
    if slug is not None:
        return _product(f"{VISIBLE} AND p.slug = %(slug)s", {"slug": slug}, private=False)
    return _product(f"{VISIBLE} AND p.id = %(id)s", {"id": product_id}, private=False)


def product_for_shop(*, product_id: UUID, vendor_id: UUID | None) -> dict[str, Any]:
    """Return a product in any state, with stock figures; ``vendor_id`` None is for staff.

    Raises:
        ProductNotFound: there is none, it is deleted, or it is another shop's.
    """
    params = {"id": product_id, "vendor_id": vendor_id}
    condition = "p.id = %(id)s" + (" AND p.vendor_id = %(vendor_id)s" if vendor_id else "")
    return _product(condition, params, private=True)


def images_of_product(*, product_id: UUID) -> list[dict[str, Any]]:
    """Return the pictures of a visible product; two statements.

    Raises:
        ProductNotFound: there is no such product, or it is not shown to the public.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM catalog_product p {JOINS} WHERE {VISIBLE} AND p.id = %s", [product_id]
        )
        if cursor.fetchone() is None:
            raise ProductNotFound("El producto no existe.")
        cursor.execute(_IMAGES, [product_id])
        return [image(row) for row in cursor.fetchall()]


def variants_of_product(*, product_id: UUID) -> list[dict[str, Any]]:
    """Return what is for sale of a visible product; two statements.

    Raises:
        ProductNotFound: there is no such product, or it is not shown to the public.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM catalog_product p {JOINS} WHERE {VISIBLE} AND p.id = %s", [product_id]
        )
        if cursor.fetchone() is None:
            raise ProductNotFound("El producto no existe.")
        cursor.execute(_VARIANTS, [product_id])
        return [_variant(row, private=False) for row in cursor.fetchall() if row[8]]


def variants_of_shop(*, product_id: UUID) -> list[dict[str, Any]]:
    """Return all variants with their stock figures, for callers that own the product."""
    with connection.cursor() as cursor:
        cursor.execute(_VARIANTS, [product_id])
        return [_variant(row, private=True) for row in cursor.fetchall()]


def _product(condition: str, params: Mapping[str, Any], *, private: bool) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_PRODUCT + condition, params)
        row = cursor.fetchone()
        if row is None:
            raise ProductNotFound("El producto no existe.")
        cursor.execute(_VARIANTS, [row[0]])
        rows = [each for each in cursor.fetchall() if private or each[8]]
        cursor.execute(_IMAGES, [row[0]])
        images = [image(each) for each in cursor.fetchall()]
    return {
        "id": row[0],
        "name": row[1],
        "slug": row[2],
        "description": row[3],
        "price": row[4],
        "currency": CURRENCY,
        "stock": sum(each[6] - each[7] for each in rows if each[8]),
        "status": row[5],
        "iva_class": row[6],
        "condition": row[7],
        "attributes": orjson.loads(row[8]),
        "warranty_months": row[9],
        "rating": None if row[10] is None else float(row[10]),
        "review_count": row[11],
        "created_at": row[12],
        "updated_at": row[13],
        "published_at": row[14],
        "vendor": {"id": row[15], "name": row[16], "slug": row[17]},
        "category": {"id": row[18], "name": row[19], "slug": row[20], "path": row[21]},
        "brand": named(row[22:25]),
        "images": images,
        "variants": [_variant(each, private=private) for each in rows],
    }


def _variant(row: tuple, *, private: bool) -> dict[str, Any]:
    *columns, on_hand, reserved, is_active = row
    columns[3] = orjson.loads(columns[3])
    public = variant([*columns, on_hand - reserved])
    if not private:
        return public
    return {**public, "on_hand": on_hand, "reserved": reserved, "is_active": is_active}
