"""``/api/v1/vendor/…``: what a vendor earns, for those of its members who see money."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import StrictSerializer
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PageQuery, PlazaView
from marketplace.shared.errors import ForbiddenError
from vendors.errors import NotAVendorMember
from vendors.member_rules import Area, visible_areas
from vendors.selectors.members import membership_of

from ..selectors.earnings import (
    balance_of_vendor,
    commission_summary,
    commissions_of_vendor,
    ledger_of_vendor,
)
from .answers import balance_answer
from .outputs import (
    BalanceOutput,
    CommissionPageOutput,
    CommissionSummaryOutput,
    LedgerPageOutput,
)


class VendorMoneyView(PlazaView):
    """Base: the caller works for a vendor and may see its money."""

    permission_classes = [IsAuthenticated]

    def vendor_id(self) -> UUID:
        """Return the caller's vendor.

        Raises:
            NotAVendorMember: the caller works for none.
            ForbiddenError: the caller's function there has nothing to do with money.
        """
        membership = membership_of(user_id=self.request.user.pk)
        if membership is None:
            raise NotAVendorMember("No pertenece a ninguna tienda.")
        if Area.MONEY not in visible_areas(membership.role):
            raise ForbiddenError("Su función en la tienda no lo permite.")
        return membership.vendor_id

    def page(self, rows: QuerySet[Any, Any]) -> Response:
        """Answer one page of rows that are plain already."""
        self.checked_query(PageQuery)
        pages = NumberedPages()
        return pages.get_paginated_response(pages.paginate_queryset(rows, self.request, view=self))


class CommissionsView(VendorMoneyView):
    """``GET /vendor/commissions``."""

    @extend_schema(parameters=[PageQuery], responses=CommissionPageOutput)
    def get(self, request: Request) -> Response:
        """Las comisiones propias, de la más reciente a la más antigua. Cuatro sentencias."""
        return self.page(commissions_of_vendor(vendor_id=self.vendor_id()))


class CommissionSummaryView(VendorMoneyView):
    """``GET /vendor/commissions/summary``."""

    @extend_schema(responses=CommissionSummaryOutput)
    def get(self, request: Request) -> Response:
        """Cuánto se ha vendido y cuánto ha costado."""
        self.checked_query(StrictSerializer)
        return Response(asdict(commission_summary(vendor_id=self.vendor_id())))


class BalanceView(VendorMoneyView):
    """``GET /vendor/balance``."""

    @extend_schema(responses=BalanceOutput)
    def get(self, request: Request) -> Response:
        """Lo retenido y lo disponible."""
        self.checked_query(StrictSerializer)
        return Response(balance_answer(balance_of_vendor(vendor_id=self.vendor_id())))


class LedgerView(VendorMoneyView):
    """``GET /vendor/ledger``."""

    @extend_schema(parameters=[PageQuery], responses=LedgerPageOutput)
    def get(self, request: Request) -> Response:
        """Los movimientos de la cuenta propia; lo que entra es positivo."""
        return self.page(ledger_of_vendor(vendor_id=self.vendor_id()))
