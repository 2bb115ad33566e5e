"""What anybody may know: how one can pay, and whether payments are well."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import StrictSerializer
from marketplace.shared.api.permissions import Public
from marketplace.shared.api.views import PlazaView

from ..gateways.registry import gateway
from ..selectors.health import gateways_health
from ..selectors.routes import OfferedMethod
from ..services.offers import Offer, payment_offer
from ..states import Method
from .answers import health_answer
from .inputs import MAX_INSTALLMENTS, MethodsQuery
from .outputs import ConfigOutput, MethodsOutput, PaymentsHealthOutput


class ConfigView(PlazaView):
    """``GET /payments/config``."""

    permission_classes = [Public]
    authentication_classes = []

    @extend_schema(responses=ConfigOutput)
    def get(self, request: Request) -> Response:
        """Llaves públicas, moneda, límites y los documentos que el comprador acepta."""
        self.checked_query(StrictSerializer)
        return Response(_config(payment_offer()))


class MethodsView(PlazaView):
    """``GET /payments/methods``."""

    permission_classes = [Public]
    authentication_classes = []

    @extend_schema(parameters=[MethodsQuery], responses=MethodsOutput)
    def get(self, request: Request) -> Response:
        """Los medios de pago para un valor, con los bancos de PSE."""
        offer = payment_offer(amount=self.checked_query(MethodsQuery).get("amount"))
        methods = [_method(offered, offer) for offered in offer.methods]
        return Response({"methods": methods, "degraded": offer.is_degraded})


class HealthView(PlazaView):
    """``GET /payments/health`` and ``/webhooks/health``."""

    permission_classes = [Public]
    authentication_classes = []

    @extend_schema(responses=PaymentsHealthOutput)
    def get(self, request: Request) -> Response:
        """El último aviso y lo que espera, por pasarela. Dos sentencias."""
        return Response(health_answer(gateways_health()))


def _config(offer: Offer) -> dict[str, Any]:
    limits = {
        offered.method.value: {"min": offered.min_amount, "max": offered.max_amount}
        for offered in offer.methods
    }
    environment = gateway("wompi").environment
    config: dict[str, Any] = {
        "currency": "COP",
        "country": "CO",
        "public_key": settings.WOMPI_PUBLIC_KEY,
        "gateways": [
            {
                "name": "wompi",
                "public_key": settings.WOMPI_PUBLIC_KEY,
                "environment": environment,
            }
        ],
        "methods": list(limits),
        "limits": limits,
        "sandbox": environment != "prod",
        "acceptance": [
            {"kind": document.kind, "url": document.url} for document in offer.documents
        ],
    }
    if settings.DEMO:
        config["sandbox_url"] = settings.SANDBOX_URL
    return config


def _method(offered: OfferedMethod, offer: Offer) -> dict[str, Any]:
    method: dict[str, Any] = {
        "method": offered.method.value,
        "name": offered.method.label,
        "gateways": offered.gateways,
        "min_amount": offered.min_amount,
        "max_amount": offered.max_amount,
        "minutes_to_pay": settings.RESERVATION_MINUTES[offered.method.value],
    }
    if offered.method == Method.CARD:
        method["installments"] = list(range(1, MAX_INSTALLMENTS + 1))
    if offered.method == Method.PSE:
        method["banks"] = [asdict(bank) for bank in offer.banks]
    return method
