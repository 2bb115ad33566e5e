"""Which gateways serve a method."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from ..gateways.registry import NAMES
from ..models import PaymentRoute
from ..states import Method


@dataclass(frozen=True, kw_only=True)
class OfferedMethod:
    """A method and its gateways, first choice first; limits are pesos."""

    method: Method
    gateways: list[str]
    min_amount: Decimal
    max_amount: Decimal | None


def _usable(amount: Decimal | None) -> QuerySet[PaymentRoute]:
    routes = PaymentRoute.objects.filter(is_enabled=True, gateway__in=NAMES)
    if amount is not None:
        within = Q(max_amount__isnull=True) | Q(max_amount__gte=amount)
        routes = routes.filter(within, min_amount__lte=amount)
    return routes.order_by("position", "pk")


def gateways_for(*, method: Method, amount: Decimal) -> list[str]:
    """Return the names of the gateways that may charge ``amount`` pesos by this method."""
    return list(_usable(amount).filter(method=method).values_list("gateway", flat=True))


def offered_methods(*, amount: Decimal | None = None) -> list[OfferedMethod]:
    """Return what a buyer can choose, for ``amount`` pesos if one is given: one statement."""
    by_method: dict[str, list[PaymentRoute]] = {}
    for route in _usable(amount):
        by_method.setdefault(route.method, []).append(route)
    return [
        OfferedMethod(
            method=method,
            gateways=[route.gateway for route in by_method[method]],
            min_amount=min(route.min_amount for route in by_method[method]),
            max_amount=_highest(by_method[method]),
        )
        for method in Method
        if method in by_method
    ]


def _highest(routes: list[PaymentRoute]) -> Decimal | None:
    limits = [route.max_amount for route in routes]
    return None if None in limits else max(limit for limit in limits if limit is not None)
