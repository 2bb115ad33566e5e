"""``/health``: short answers for probes, measured ones for operators."""

from typing import Any

from django.db import DatabaseError
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from .. import health, metrics
from ..errors import UnavailableError
from .permissions import IsOperator, Public
from .renderers import OrjsonRenderer
from .views import PlazaView


class HealthOutput(serializers.Serializer):
    """What every answer about health has at least."""

    status = serializers.ChoiceField(choices=["ok", "degraded", "down"])


class ExpositionRenderer(BaseRenderer):
    """Prometheus' text format."""

    media_type = "text/plain"
    format = "txt"
    charset = "utf-8"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return str(data).encode()


class PublicHealth(PlazaView):
    """Base of the probes that everybody may ask: without authentication they cost little."""

    authentication_classes = []
    permission_classes = [Public]


class OperatorHealth(PlazaView):
    """Base of what only operators see."""

    authentication_classes = []
    permission_classes = [IsOperator]


class HealthView(PublicHealth):
    """``GET /health``: is the shop open?"""

    @extend_schema(responses=HealthOutput)
    def get(self, request: Request) -> Response:
        return _ready(health.answers())


class LivenessView(PublicHealth):
    """``GET /health/liveness``: does this process answer? Asks no other part."""

    @extend_schema(responses=HealthOutput)
    def get(self, request: Request) -> Response:
        return Response({"status": "ok"})


class ReadinessView(PublicHealth):
    """``GET /health/readiness``: may this process get requests? Redis may be missing."""

    # Once true it stays true for this code, and the look costs several statements.
    _migrated = False

    @extend_schema(responses=HealthOutput)
    def get(self, request: Request) -> Response:
        return _ready(health.answers() and self._is_migrated())

    def _is_migrated(self) -> bool:
        if not ReadinessView._migrated:
            ReadinessView._migrated = health.is_migrated()
        return ReadinessView._migrated


class DatabaseHealthView(OperatorHealth):
    """``GET /health/database``: PostgreSQL, measured."""

    @extend_schema(responses=HealthOutput)
    def get(self, request: Request) -> Response:
        measured = health.database()
        return Response(measured.as_dict(), status=200 if measured.ok else 503)


class CacheHealthView(OperatorHealth):
    """``GET /health/cache``: Redis, measured."""

    @extend_schema(responses=HealthOutput)
    def get(self, request: Request) -> Response:
        measured = health.cache()
        return Response(measured.as_dict(), status=200 if measured.ok else 503)


class DependenciesHealthView(OperatorHealth):
    """``GET /health/dependencies``: every engine, measured."""

    @extend_schema(responses=HealthOutput)
    def get(self, request: Request) -> Response:
        return _overview()


class DetailedHealthView(OperatorHealth):
    """``GET /health/detailed``: every engine, and the gauges of the queues and books."""

    @extend_schema(responses=HealthOutput)
    def get(self, request: Request) -> Response:
        try:
            gauges = metrics.read()
        except DatabaseError:
            gauges = {}
        return _overview(gauges=gauges)


class MetricsView(OperatorHealth):
    """``GET /health/metrics``: the gauges as JSON, or as Prometheus' text when asked for."""

    renderer_classes = [OrjsonRenderer, ExpositionRenderer]

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        if request.accepted_renderer.format == ExpositionRenderer.format:
            return Response(metrics.exposition())
        return Response(metrics.read())


class ExpositionView(OperatorHealth):
    """``GET /metrics``: the gauges in Prometheus' text format."""

    renderer_classes = [ExpositionRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(metrics.exposition())


def _ready(ok: bool) -> Response:
    if not ok:
        raise UnavailableError("La base de datos no está lista.", retry_after=5)
    return Response({"status": "ok"})


def _overview(**more: Any) -> Response:
    """Answer with all engines; only a lost database makes the whole ``down`` and 503."""
    parts = health.dependencies()
    if not parts["database"].ok:
        status = "down"
    else:
        status = "ok" if all(part.ok for part in parts.values()) else "degraded"
    body = {"status": status, "parts": {name: part.as_dict() for name, part in parts.items()}}
    return Response(body | more, status=503 if status == "down" else 200)
