"""What the catalogue's views share."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.pagination import CappedPaginator, NumberedPages
from marketplace.shared.api.permissions import Public
from marketplace.shared.api.views import PlazaView


class PublicReads(PlazaView):
    """Everybody may read, with no token looked at; writing needs ``permission_classes``."""

    def perform_authentication(self, request: Request) -> None:
        """Leave the token unread until somebody asks who is calling."""
        if request.method not in SAFE_METHODS:
            super().perform_authentication(request)

    def get_permissions(self) -> Sequence[Any]:
        if self.request is None or self.request.method in SAFE_METHODS:
            return [Public()]
        return super().get_permissions()


class CountedPaginator(CappedPaginator):
    """For rows that count themselves, with a cap of their own: ``Shelf``, ``Found``."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.count()


class CountedPages(NumberedPages):
    """Numbered pages of such rows."""

    django_paginator_class = CountedPaginator


def page_of(view: PlazaView, rows: Any, **more: Any) -> Response:
    """Return one page of ``rows``, which have ``count()`` and slices, and what else to say."""
    pages = CountedPages()
    results: Any = pages.paginate_queryset(rows, view.request, view=view)
    response = pages.get_paginated_response(results)
    response.data |= more
    return response
