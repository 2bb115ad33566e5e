"""A handful of products for the front page."""

from typing import Any

from django.db import connection

from .cards import cards
from .visibility import JOINS, VISIBLE

# The newest hundred are enough to choose from: the page must not read the whole catalogue.
_SHOWCASE = f"""
WITH newest AS (
    SELECT p.id, p.is_featured, p.published_at, p.vendor_id
    FROM catalog_product p {JOINS}
    WHERE {VISIBLE}
    ORDER BY p.published_at DESC, p.id DESC
    LIMIT 100
)
SELECT n.id
FROM newest n
ORDER BY n.is_featured DESC,
    row_number() OVER (PARTITION BY n.vendor_id ORDER BY n.published_at DESC, n.id DESC),
    n.published_at DESC, n.id DESC
LIMIT %s
"""


def showcase(*, limit: int) -> list[dict[str, Any]]:
    """Return cards of visible products, featured ones first, shops taking turns: two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWCASE, [limit])
        return cards([pk for (pk,) in cursor.fetchall()])
