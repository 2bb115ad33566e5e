"""``/payment_links``: kept so that they can be made, read and closed."""

import json
import secrets
import time
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from .. import book
from .access import json_object, needs_key
from .answers import MERCHANT, invalid, moment, not_found

OBLIGATORY = {"name": str, "description": str, "single_use": bool, "collect_shipping": bool}


@needs_key("private")
def create(request: HttpRequest) -> HttpResponse:
    """Make a link."""
    body = json_object(request)
    messages: dict[str, list[str]] = {}
    for field, kind in OBLIGATORY.items():
        if field not in body:
            messages[field] = ["No está presente"]
        elif not isinstance(body[field], kind):
            messages[field] = ["Formato inválido"]
    amount = body.get("amount_in_cents")
    if amount is not None and (type(amount) is not int or amount <= 0):
        messages["amount_in_cents"] = ["Debe ser un número entero"]
    if messages:
        raise invalid(messages)
    link = {
        "amount_in_cents": None,
        "currency": "COP",
        "expires_at": None,
        "redirect_url": None,
        "image_url": None,
        "sku": None,
        **body,
        "id": "test_" + secrets.token_hex(4),
        "active": True,
        "created_at": moment(time.time()),
        "merchant_public_key": None,
        "merchant": MERCHANT["name"],
    }
    _keep(link)
    return JsonResponse({"data": link, "meta": {}}, status=201)


@needs_key("private")
def change(request: HttpRequest, link_id: str) -> HttpResponse:
    """Open or close a link."""
    active = json_object(request).get("active")
    if not isinstance(active, bool):
        raise invalid({"active": ["No está presente"]})
    link = {**_find(link_id), "active": active}
    _keep(link)
    return JsonResponse({"data": link, "meta": {}})


def read(request: HttpRequest, link_id: str) -> HttpResponse:
    """Show a link; no key is needed."""
    return JsonResponse({"data": _find(link_id), "meta": {}})


def _find(link_id: str) -> dict[str, Any]:
    row = (
        book.connection()
        .execute("SELECT link FROM payment_links WHERE id = ?", (link_id,))
        .fetchone()
    )
    if row is None:
        raise not_found()
    link: dict[str, Any] = json.loads(row["link"])
    return link


def _keep(link: dict[str, Any]) -> None:
    book.connection().execute(
        "REPLACE INTO payment_links VALUES (?, ?)", (link["id"], json.dumps(link))
    )
