"""The base of the API's views."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ..models import StaffAccess
from ..services.access_log import record_access
from .fields import StrictSerializer
from .pagination import NumberedPages
from .throttling import rate_headers


class PersonRequest(Request):
    """What a view behind ``IsAuthenticated`` gets: somebody has sent it (for types only)."""

    user: Any


class PlazaView(APIView):
    """Checks input with a strict serializer and writes the rate limit's headers.

    A view through which staff read people's data names the ``app.model`` in ``staff_reads``;
    each answer is then written into the log of accesses before it is sent.
    """

    staff_reads: str = ""

    def checked_body(self, serializer_class: type[StrictSerializer]) -> dict[str, Any]:
        """Return the body's checked values.

        Raises:
            ValidationError: the form is wrong; each field says why.
        """
        return _checked(serializer_class, self.request.data)

    def checked_query(self, serializer_class: type[StrictSerializer]) -> dict[str, Any]:
        """Return the query string's checked values; unknown parameters are refused.

        Raises:
            ValidationError: a parameter is unknown, doubled or wrong.
        """
        return _checked(serializer_class, self.request.query_params)

    def numbered_page(self, rows: Any, shape: Callable[[Any], dict[str, Any]]) -> Response:
        """Return the wanted page of ``rows``, each turned into JSON by ``shape``: 2 queries.

        Raises:
            ValidationError: ``page`` or ``page_size`` is no number in range.
            NotFound: there is no such page.
        """
        pages = NumberedPages()
        page: list[Any] = pages.paginate_queryset(rows, self.request, view=self) or []
        return pages.get_paginated_response([shape(row) for row in page])

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        decision = getattr(request, "rate_decision", None)
        if decision is not None:
            for name, value in rate_headers(decision).items():
                answer[name] = value
        if self.staff_reads and answer.status_code == HTTPStatus.OK:
            self._log_access(request)
        return answer

    def _log_access(self, request: Any) -> None:
        record_access(
            staff_id=request.user.pk,
            kind=StaffAccess.Kind.API,
            subject_type=self.staff_reads,
            page=request.path,
        )


def _checked(serializer_class: type[StrictSerializer], data: Any) -> dict[str, Any]:
    serializer = serializer_class(data=data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class PageQuery(StrictSerializer):
    """What every list accepts; ``NumberedPages`` reads the values."""

    page = serializers.CharField(required=False)
    page_size = serializers.CharField(required=False)
