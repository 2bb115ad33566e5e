"""The front page: what Plaza is and where everything is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.selectors.showcase import showcase

from . import demo_accounts

SHOWN_PRODUCTS = 8


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """``/``: one statement; the demo's accounts and sandbox only where the demo runs."""
    shown = {"products": showcase(limit=SHOWN_PRODUCTS), "demo": _demo()}
    return render(request, "front/index.html", shown)


def _demo() -> dict[str, Any] | None:
    if not settings.DEMO:
        return None
    return {
        "accounts": demo_accounts.ACCOUNTS,
        "password": demo_accounts.PASSWORD,
        "sandbox_url": settings.SANDBOX_URL,
    }
