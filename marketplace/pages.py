"""The front page: what Plaza is, some of what it sells, and where everything is."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.selectors.filters import Filters
from catalog.selectors.search import SearchMode, search_products
from catalog.selectors.showcase import showcase
from vendors.portal.forms import Text

from .demo.accounts import ACCOUNTS, PASSWORD

SHOWN_PRODUCTS = 8
FOUND_PRODUCTS = 24


class SearchForm(forms.Form):
    """What somebody looks for; nothing shows the showcase."""

    q = Text(
        label="Buscar en la plaza",
        required=False,
        min_length=2,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Café, olla de barro, ruana…"}
        ),
    )


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """``/``, and ``/?q=café``: the demo's accounts and sandbox only where the demo runs."""
    form = SearchForm(request.GET)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    shown = {
        "form": form,
        "wanted": wanted,
        "products": _found(wanted) if wanted else showcase(limit=SHOWN_PRODUCTS),
        "demo": _demo(),
    }
    return render(request, "front/index.html", shown)


def _found(wanted: str) -> list[dict[str, Any]]:
    found = search_products(query=wanted, mode=SearchMode.HYBRID, filters=Filters())
    return found[:FOUND_PRODUCTS]


def _demo() -> dict[str, Any] | None:
    if not settings.DEMO:
        return None
    return {
        "accounts": ACCOUNTS,
        "password": PASSWORD,
        "sandbox_url": settings.SANDBOX_URL,
    }
