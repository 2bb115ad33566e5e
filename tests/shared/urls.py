"""Views that only the kernel's tests mount."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import (
    MoneyField,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictText,
)
from marketplace.shared.api.idempotency import idempotent
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated, IsStaff, NobodyByDefault, Public
from marketplace.shared.api.throttling import RateLimit
from marketplace.shared.api.views import PageQuery, PlazaView
from marketplace.shared.errors import DomainError
from marketplace.shared.faults import fault_point
from marketplace.shared.models import OutboxMessage


class Item(StrictSerializer):
    quantity = StrictInteger(min_value=1, max_value=999)


class Form(StrictSerializer):
    quantity = StrictInteger(min_value=1, max_value=999, required=False)
    price = MoneyField(required=False)
    name = StrictText(max_length=20, required=False)
    active = StrictBoolean(required=False)
    items = Item(many=True, required=False)
    message = StrictText(max_length=3, required=False)
    code = StrictText(max_length=3, required=False)


class EchoView(PlazaView):
    authentication_classes: list[type] = []
    permission_classes = [Public]

    def post(self, request: Request) -> Response:
        return Response(self.checked_body(Form))

    def get(self, request: Request) -> Response:
        return Response(self.checked_query(PageQuery))


class BrokenView(PlazaView):
    """Raises what ``kind`` names."""

    authentication_classes: list[type] = []
    permission_classes = [Public]

    def get(self, request: Request, kind: str) -> Response:
        if kind == "python":
            raise ZeroDivisionError("secret detail")
        if kind == "suspicious":
            raise SuspiciousOperation("secret detail")
        if kind == "domain":
            raise DomainError("No se puede.", units=3, ids=[connection], retry_after=7)
        with connection.cursor() as cursor:
            if kind == "timeout":
                cursor.execute("SET statement_timeout = 1; SELECT pg_sleep(1)")
            if kind == "range":
                cursor.execute("SELECT 99999999999999::int")
        return Response(None)


class NobodyView(PlazaView):
    """Forgets to say who may call."""

    authentication_classes: list[type] = []
    permission_classes = [NobodyByDefault]

    def get(self, request: Request) -> Response:
        return Response({})


class SignedInView(PlazaView):
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        return Response({"id": request.user.pk})


class StaffView(PlazaView):
    permission_classes = [IsStaff]

    def get(self, request: Request) -> Response:
        return Response({})


class TestLimit(RateLimit):
    name = "kernel-test"


class LimitedView(PlazaView):
    authentication_classes: list[type] = []
    permission_classes = [Public]
    throttle_classes = [TestLimit]

    def get(self, request: Request) -> Response:
        return Response({})


class PagesView(PlazaView):
    authentication_classes: list[type] = []
    permission_classes = [Public]

    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        pages = NumberedPages()
        rows = OutboxMessage.objects.order_by("pk").values("id", "event")
        return pages.get_paginated_response(pages.paginate_queryset(rows, request, view=self))


class CountingView(PlazaView):
    """Has one effect per accepted request: a row."""

    authentication_classes: list[type] = []
    permission_classes = [Public]

    def idempotency_actor(self, request: Request) -> str:
        return request.headers.get("X-Actor", "somebody")

    def _count(self, request: Request) -> Response:
        body = self.checked_body(Form)
        OutboxMessage.objects.create(event="effect", handler="h", payload={})
        if body.get("name") == "refuse":
            raise DomainError("No se puede.")
        fault_point("in the view")
        return Response({"count": OutboxMessage.objects.count()}, status=201)


class InsideView(CountingView):
    @idempotent("test.inside")
    def post(self, request: Request) -> Response:
        return self._count(request)


class AcrossView(CountingView):
    @idempotent("test.across", calls_out=True)
    def post(self, request: Request) -> Response:
        return self._count(request)


def plain_failure(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("secret detail")


def plain_bad_request(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<h1>secret detail</h1>", status=400)


urlpatterns: list[Any] = [
    path("api/v1/test/echo", EchoView.as_view()),
    path("api/v1/test/broken/<str:kind>", BrokenView.as_view()),
    path("api/v1/test/nobody", NobodyView.as_view()),
    path("api/v1/test/signed-in", SignedInView.as_view()),
    path("api/v1/test/staff", StaffView.as_view()),
    path("api/v1/test/limited", LimitedView.as_view()),
    path("api/v1/test/pages", PagesView.as_view()),
    path("api/v1/test/inside", InsideView.as_view()),
    path("api/v1/test/across", AcrossView.as_view()),
    path("api/v1/test/plain-failure", plain_failure),
    path("api/v1/test/plain-bad-request", plain_bad_request),
    path("", include("marketplace.urls")),
]
