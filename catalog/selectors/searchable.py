"""What the search index must hold: every product that the public may see, and nothing else."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from ..search.recipe import SearchText, product_text
from .visibility import JOINS, VISIBLE

_TEXTS = f"""
SELECT p.id, p.search_version, p.name, coalesce(b.name, ''), c.path, p.description
FROM catalog_product p {JOINS}
WHERE p.id = ANY(%s) AND {VISIBLE}
ORDER BY p.id
"""
_VERSIONS = f"SELECT p.id, p.search_version FROM catalog_product p {JOINS} WHERE {VISIBLE}"


def searchable_texts(*, product_ids: Collection[UUID]) -> list[SearchText]:
    """Return text and version of those of the products that are visible now; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [list(product_ids)])
        return [
            SearchText(
                product_id=str(pk),
                version=version,
                text=product_text(
                    name=name, brand=brand, category_path=path, description=description
                ),
            )
            for pk, version, name, brand, path, description in cursor.fetchall()
        ]


def searchable_versions() -> dict[str, int]:
    """Return the search version of every visible product by its id; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS)
        return {str(pk): version for pk, version in cursor.fetchall()}
