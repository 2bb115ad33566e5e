"""Telling search that products have changed: the one place that bumps versions in bulk."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from marketplace.shared.db import in_transaction
from marketplace.shared.services import outbox

from ..events import ProductChanged

BATCH = 500

# The new version makes the table's trigger write the search text anew.
_BUMP = """
WITH chosen AS (
    SELECT p.id FROM catalog_product p
    WHERE {condition}
    ORDER BY p.id FOR NO KEY UPDATE
)
UPDATE catalog_product p SET search_version = p.search_version + 1
FROM chosen WHERE p.id = chosen.id
RETURNING p.id, p.search_version
"""
_CONDITIONS = {
    "product_ids": "p.id = ANY(%s)",
    "brand_id": "p.brand_id = %s",
    "category_id": "p.category_id = %s",
    "vendor_id": "p.vendor_id = %s",
    "category_path": "p.category_id IN"
    " (SELECT c.id FROM catalog_category c WHERE starts_with(c.path, %s))",
}


@in_transaction
def refresh_products(
    *,
    product_ids: Collection[UUID] | None = None,
    brand_id: UUID | None = None,
    category_id: UUID | None = None,
    category_path: str | None = None,
    vendor_id: UUID | None = None,
) -> int:
    """Give the chosen products a new search version and tell the index; return how many.

    For writes that send no signals: bulk updates, a brand's or category's new name, a moved or
    hidden branch (``category_path``), a suspended shop. Exactly one choice is given.

    Raises:
        ValueError: no choice, or more than one.

    Called twice it tells twice, which the index bears. Locks the products in order of id.
    """
    given = {
        "product_ids": list(product_ids) if product_ids is not None else None,
        "brand_id": brand_id,
        "category_id": category_id,
        "category_path": category_path,
        "vendor_id": vendor_id,
    }
    chosen = [(name, value) for name, value in given.items() if value is not None]
    if len(chosen) != 1:
        raise ValueError("choose products in exactly one way")
    name, value = chosen[0]
    with connection.cursor() as cursor:
        cursor.execute(_BUMP.format(condition=_CONDITIONS[name]), [value])
        rows = cursor.fetchall()
    changed = [ProductChanged(product_id=str(pk), version=version) for pk, version in rows]
    for start in range(0, len(changed), BATCH):
        outbox.publish(*changed[start : start + BATCH])
    return len(changed)


@in_transaction
def announce_product(*, product_id: UUID, version: int) -> None:
    """Tell the index that a saved or deleted product stands at ``version`` now."""
    outbox.publish(ProductChanged(product_id=str(product_id), version=version))
