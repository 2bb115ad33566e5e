"""The public lists of products: two statements a page, the rows and the count."""

from typing import Any

from django.db import connection

from .cards import COLUMNS, card
from .filters import Filters
from .visibility import JOINS, VISIBLE

COUNT_CAP = 10_000

# Each ends with the id, so that pages are stable, and has an index in its order.
ORDERS = {
    "newest": "p.published_at DESC, p.id DESC",
    "price": "p.price, p.id",
    "-price": "p.price DESC, p.id DESC",
    "name": "p.name, p.id",
}


class Shelf:
    """The visible products that ``filters`` leave, in ``ordering``; read when a page is taken."""

    def __init__(self, filters: Filters, *, ordering: str = "newest") -> None:
        conditions, self._params = filters.sql()
        self._order = ORDERS[ordering]
        self._from = f"FROM catalog_product p {JOINS} WHERE {VISIBLE}{conditions}"

    def count(self) -> int:
        """Return how many products there are, 10,000 standing for more; one statement."""
        # Without wishes about brand or words the planner drops the joins it does not need.
        sql = f"SELECT count(*) FROM (SELECT 1 {self._from} LIMIT {COUNT_CAP}) found"
        with connection.cursor() as cursor:
            cursor.execute(sql, self._params or None)
            return cursor.fetchone()[0]

    def __getitem__(self, page: slice) -> list[dict[str, Any]]:
        """Return one page's cards; one statement."""
        window = {"rows": page.stop - page.start, "skipped": page.start}
        sql = (
            f"SELECT {COLUMNS} {self._from}"
            f" ORDER BY {self._order} LIMIT %(rows)s OFFSET %(skipped)s"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, self._params | window)
            return [card(row) for row in cursor.fetchall()]
