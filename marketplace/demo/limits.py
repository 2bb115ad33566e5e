"""Two bare views that the benchmarks compare with: what this server can do at best."""

from typing import Any

import orjson
from django.apps import apps
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

KEY, COLUMNS = "plaza:demo:limit", ["id", "name", "slug", "price", "rating", "created_at"]


def stored_bytes(request: HttpRequest) -> HttpResponse:
    """Answer 8 kB that lie in Redis."""
    body = cache.get(KEY)
    if body is None:
        body = b'{"filler":"' + b"x" * 8_000 + b'"}'
        cache.set(KEY, body, timeout=3_600)
    return HttpResponse(body, content_type="application/json")


def one_query(request: HttpRequest) -> HttpResponse:
    """Answer 24 rows of one query, straight from the columns."""
    products: Any = apps.get_model("catalog", "Product").objects
    rows = list(products.order_by("price", "id").values(*COLUMNS)[:24])
    return HttpResponse(orjson.dumps(rows, default=str), content_type="application/json")
