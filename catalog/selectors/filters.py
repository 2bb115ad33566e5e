"""What lists and searches can be narrowed by: an allow-list, each with its own SQL."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from .branches import branch_ids

_IN_STOCK = """
EXISTS (SELECT 1 FROM catalog_variant v
        WHERE v.product_id = p.id AND v.is_active AND v.on_hand > v.reserved)
"""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a buyer asked for; None is no wish. Prices are whole pesos, both ends included.

    ``category`` (with everything below it), ``brand`` and ``vendor`` are slugs or ids.
    """

    words: str | None = None
    category: str | None = None
    brand: str | None = None
    vendor: str | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    in_stock: bool | None = None
    featured: bool | None = None

    def sql(self) -> tuple[str, dict[str, Any]]:
        """Return conditions to be added after ``WHERE …``, and their parameters.

        The tables are those of ``visibility.JOINS``.
        """
        wishes = {
            "words": "p.search_vector @@ websearch_to_tsquery('plaza_spanish', %(words)s)",
            "category": "p.category_id = ANY(%(category)s)",
            "brand": f"b.{_key(self.brand)} = %(brand)s",
            "vendor": f"s.{_key(self.vendor)} = %(vendor)s",
            "min_price": "p.price >= %(min_price)s",
            "max_price": "p.price <= %(max_price)s",
            "in_stock": _IN_STOCK if self.in_stock else f"NOT {_IN_STOCK}",
            "featured": "p.is_featured = %(featured)s",
        }
        given = {name: getattr(self, name) for name in wishes}
        params = {name: value for name, value in given.items() if value is not None}
        if self.category is not None:
            # The planner must see the ids: one shelf has an index in the order of its prices.
            params["category"] = list(branch_ids(self.category))
        return "".join(f" AND {wishes[name]}" for name in params), params


def _key(reference: str | None) -> str:
    return "id" if is_uuid(reference) else "slug"


def is_uuid(text: str | None) -> bool:
    """Tell whether ``text`` is an id rather than a slug."""
    try:
        UUID(text or "")
    except ValueError:
        return False
    return True
