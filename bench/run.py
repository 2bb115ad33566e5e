"""Measures a running Plaza; see ``bench/README.md``."""

import argparse
import itertools
import json
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from client import Answer, Figures, Server, load, storm

PASSWORD = "Plaza-demo-2026"
API = "/api/v1"
HOT_BUYERS, HOT_UNITS = 200, 50
ADDRESS = {
    "full_name": "Ana Prueba",
    "phone": "+573001112233",
    "address": "Cra 7 # 1-23, Apto 402",
    "city": "Bogotá",
    "department": "Bogotá D.C.",
    "postal_code": "110111",
    "notes": "",
}
# Requests a second at 8 clients of the best other open marketplace, measured elsewhere on 2 cores
# with 10,000 products, as parts of the same bare query there (970 a second).
BEST_PEER = {"list": 113, "detail": 131, "search": 55, "cart add": 51, "order": 9.9}
PEER_LIMIT = 970
Row = Callable[[int, int], Answer]


class Bench:
    """What the rows need: tokens, products with plenty of stock, paths."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.vendor = self.login("vendedor1@plaza.test")
        self.staff = self.login("catalogo@plaza.test")
        self.buyers = [self.login("comprador@plaza.test")]
        products = server.must("GET", f"{API}/products?page_size=100&category=tecnologia")[
            "results"
        ]
        self.product_ids = [product["id"] for product in products]
        # Enough that buyers seldom want the same units at the same moment, as in a shop.
        self.plenty = [self.new_product(f"Medición {n}", stock=1_000_000) for n in range(24)]

    def login(self, email: str) -> str:
        body = {"email": email, "password": PASSWORD}
        return self.server.must("POST", f"{API}/auth/login", body=body)["access"]

    def new_product(self, name: str, *, stock: int) -> str:
        """Make an active product of the first vendor, as vendor and staff would."""
        categories = self.server.must("GET", f"{API}/categories/tree")
        root = categories["results"][0] if isinstance(categories, dict) else categories[0]
        body = {
            "name": f"{name} {uuid.uuid4().hex[:8]}",
            "description": "Para medir.",
            "category_id": root["children"][0]["id"],
            "price": "50000.00",
            "stock": stock,
        }
        product = self.server.must("POST", f"{API}/products", body=body, token=self.vendor)
        path = f"{API}/products/{product['id']}"
        self.server.must("POST", f"{path}/submit", body={}, token=self.vendor)
        self.server.must("POST", f"{path}/approve", body={}, token=self.staff)
        return product["id"]

    def retire(self) -> None:
        """Take the run's products off the shelves again."""
        for product_id in self.plenty:
            path = f"{API}/products/{product_id}/pause"
            self.server.must("POST", path, body={}, token=self.vendor)

    def more_buyers(self, count: int) -> None:
        """Sign up, or sign in again, until there are ``count`` buyers."""
        for number in range(len(self.buyers), count):
            email = f"bench-{number:03}@plaza.test"
            body = {
                "email": email,
                "password": PASSWORD,
                "first_name": "Ana",
                "last_name": "Prueba",
                "phone": "+573001112233",
                "accept_terms": True,
            }
            self.server.call("POST", f"{API}/auth/register", body=body)
            self.buyers.append(self.login(email))

    def rows(self) -> dict[str, Row]:
        """Return the rows by name, in the order they run."""
        get, ids = self.server.call, itertools.cycle(self.product_ids)
        words = itertools.cycle(["celular", "nevera", "balón", "silla", "café", "pañales"])
        listing = f"{API}/products?category=tecnologia&ordering=price&page_size=24"
        credentials = {"email": "comprador@plaza.test", "password": PASSWORD}
        return {
            "limit: bytes from Redis": lambda c, t: get("GET", "/demo/limits/redis"),
            "limit: one query, 24 rows": lambda c, t: get("GET", "/demo/limits/query"),
            "list": lambda c, t: get("GET", listing),
            "detail": lambda c, t: get("GET", f"{API}/products/{next(ids)}"),
            "search": lambda c, t: get("GET", _search(next(words))),
            "search, text only": lambda c, t: get("GET", _search(next(words)) + "&mode=text"),
            "cart add": lambda c, t: self._add_to_cart(c, t),
            "order": lambda c, t: self._order(c, self._three(c, t)),
            "login": lambda c, t: get("POST", f"{API}/auth/login", body=credentials),
        }

    def _buyer(self, client: int) -> str:
        return self.buyers[client % len(self.buyers)]

    def _three(self, client: int, turn: int) -> list[str]:
        first = (client * 7 + turn * 3) % len(self.plenty)
        return [self.plenty[(first + step) % len(self.plenty)] for step in range(3)]

    def _add_to_cart(self, client: int, turn: int) -> Answer:
        body = {"product_id": self._three(client, turn)[0], "quantity": 1}
        return self.server.call("POST", f"{API}/cart/items", body=body, token=self._buyer(client))

    def _order(self, client: int, product_ids: list[str]) -> Answer:
        items = [{"product_id": product_id, "quantity": 1} for product_id in product_ids]
        return self.server.call(
            "POST",
            f"{API}/orders",
            body={"items": items, "shipping_address": ADDRESS},
            token=self._buyer(client),
            headers={"Idempotency-Key": uuid.uuid4().hex},
        )

    def hot_stock(self) -> tuple[Figures, Counter[int]]:
        """200 buyers order one of 50 units at the same moment."""
        hot = self.new_product("Relámpago", stock=HOT_UNITS)
        self.plenty.append(hot)

        def attempt(buyer: int) -> Callable[[], Answer]:
            return lambda: self._order(buyer, [hot])

        figures, answers = storm("hot stock", [attempt(number) for number in range(HOT_BUYERS)])
        return figures, Counter(answer.status for answer in answers)


def _search(word: str) -> str:
    return f"{API}/products/search?q={quote(word)}&page_size=24"


def main() -> int:
    """Run what was asked for and print the table; 1 if the hot stock was not sold exactly."""
    options = _options()
    server = Server(options.base_url)
    bench = Bench(server)
    bench.more_buyers(max(options.clients))
    results: list[dict[str, Any]] = []
    print(
        f"{'row':<28}{'clients':>8}{'req/s':>9}{'p50':>8}{'p95':>8}{'p99':>8}{'stmts':>7}"
        f"{'× limit':>9}{'× peer':>8}  errors"
    )
    try:
        for clients in options.clients:
            limit = 0.0
            for name, row in bench.rows().items():
                if options.only and not name.startswith(("limit", *options.only)):
                    continue
                figures = load(name, row, clients=clients, seconds=options.seconds)
                if name.startswith("limit: one"):
                    limit = figures.per_second
                _print(figures, limit)
                results.append(figures.as_dict())
        sold_exactly = True
        if not options.only or "hot" in options.only:
            sold_exactly = _hot(bench, results)
    finally:
        bench.retire()
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1))
    return 0 if sold_exactly else 1


def _hot(bench: Bench, results: list[dict[str, Any]]) -> bool:
    bench.more_buyers(HOT_BUYERS)
    figures, statuses = bench.hot_stock()
    _print(figures, 0.0)
    print(
        f"hot stock: {dict(statuses)}: sold {statuses[201]} of {HOT_UNITS} to {HOT_BUYERS} buyers"
    )
    results.append({**figures.as_dict(), "statuses": dict(statuses)})
    return statuses[201] == HOT_UNITS


def _print(figures: Figures, limit: float) -> None:
    row = figures.as_dict()
    share = figures.per_second / limit if limit else 0
    peer = BEST_PEER.get(figures.name) if figures.clients == 8 else None
    statements = "–" if row["statements"] is None else row["statements"]
    print(
        f"{row['name']:<28}{row['clients']:>8}{row['per_second']:>9}{row['p50_ms']:>8}"
        f"{row['p95_ms']:>8}{row['p99_ms']:>8}{statements:>7}"
        f"{f'{share:.2f}' if share else '–':>9}"
        f"{f'{share / (peer / PEER_LIMIT):.1f}' if peer and share else '–':>8}"
        f"  {row['errors'] or ''}",
        flush=True,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", default="http://127.0.0.1:8000")
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--json", default="")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
