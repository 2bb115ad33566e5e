"""Wompi's paths, under ``/v1``."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from . import banks, cards, links, merchant, transactions
from .access import endpoint
from .answers import not_found


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return not_found("La ruta solicitada no existe").response


urlpatterns = [
    path("merchants/info", endpoint(GET=merchant.merchant_info)),
    path("merchants/<str:public_key>", endpoint(GET=merchant.retired_merchant)),
    path("tokens/cards", endpoint(POST=cards.tokenize)),
    path("pse/financial_institutions", endpoint(GET=banks.financial_institutions)),
    path("transactions", endpoint(GET=transactions.find, POST=transactions.create)),
    path("transactions/<str:transaction_id>", endpoint(GET=transactions.read)),
    path("transactions/<str:transaction_id>/void", endpoint(POST=transactions.void)),
    path("payment_links", endpoint(POST=links.create)),
    path("payment_links/<str:link_id>", endpoint(GET=links.read, PATCH=links.change)),
    re_path("", _nothing_here),
]
