"""Numbered pages with a capped count: a full COUNT(*) over a large table is never paid for."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

COUNT_CAP = 10_000
MAX_PAGE = 1_000


class CappedPaginator(Paginator):
    """Counts up to ``COUNT_CAP`` rows and calls the rest the same."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by()[:COUNT_CAP].count()
        return len(rows)


class NumberedPages(PageNumberPagination):
    """``{count, next, previous, results}`` with ``page`` ≤ 1,000 and ``page_size`` ≤ 100.

    Two statements a page: the rows and the count, which stops at 10,000.
    """

    page_size = 20
    max_page_size = 100
    # Set by ``paginate_queryset``, which comes before everything that reads them.
    page: Any
    request: Any
    page_size_query_param = "page_size"
    django_paginator_class = CappedPaginator

    def get_page_size(self, request: Request) -> int:
        """Return the wanted size.

        Raises:
            ValidationError: it is no number from 1 to 100.
        """
        return _number(request, "page_size", default=self.page_size, limit=self.max_page_size)

    def get_page_number(self, request: Request, paginator: Paginator) -> int:
        """Return the wanted page.

        Raises:
            ValidationError: it is no number from 1 to 1,000.
        """
        return _number(request, "page", default=1, limit=MAX_PAGE)

    def get_next_link(self) -> str | None:
        return self._link(self.page.next_page_number()) if self.page.has_next() else None

    def get_previous_link(self) -> str | None:
        return self._link(self.page.previous_page_number()) if self.page.has_previous() else None

    def _link(self, number: int) -> str:
        return replace_query_param(self.request.build_absolute_uri(), "page", number)


def _number(request: Request, name: str, *, default: int, limit: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= limit):
        raise ValidationError({name: f"Escriba un número de 1 a {limit}."})
    return int(text)
