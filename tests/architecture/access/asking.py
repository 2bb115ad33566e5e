"""Sends one request as somebody, and leaves no trace of it."""

import re
from typing import Any

from marketplace.shared.ids import new_id
from tests.factories.catalog import picture_file

from .table import TABLE
from .world import World, for_one_request

PREFIX = "api/v1/"
VARIABLE = re.compile(r"<[^>]+>")


def ask(world: World, name: str, operation: tuple[str, str], thing: Any) -> Any:
    """Return the answer that ``name`` gets about ``thing``; what the request did is undone."""
    method, route = operation
    line = TABLE.get(operation)
    content: dict[str, Any] = {"data": line.body_for(thing) if line else None, "format": "json"}
    if line is not None and line.picture:
        content = {"data": {"image": picture_file()}, "format": "multipart"}
    if method == "GET":
        content = {}
    send = getattr(world.clients[name], method.lower())
    with for_one_request():
        response = send(
            f"/{PREFIX}{filled_in(route, thing)}",
            HTTP_IDEMPOTENCY_KEY=new_id().hex,
            **content,
        )
    if response.streaming:
        response.getvalue()  # to its end, which closes the file
    return response


def filled_in(route: str, thing: Any) -> str:
    """Return the path about ``thing``; a tuple has an id for each variable."""
    ids = iter(thing if isinstance(thing, tuple) else (thing,))
    return VARIABLE.sub(lambda _: str(next(ids)), route)


def what_it_says(response: Any) -> tuple[int, Any]:
    """Return the answer but for what names the single request."""
    body = response.json()
    named = ("instance", "request_id")
    return response.status_code, {key: body[key] for key in body if key not in named}
