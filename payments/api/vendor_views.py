"""``/api/v1/vendor/…``: what a vendor earns, for those of its members who see money."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import StrictSerializer
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.views import PageQuery
from vendors.api.permissions import IsMoneyMember
from vendors.api.views import VendorView

from ..selectors.earnings import (
    balance_of_vendor,
    commission_summary,
    commissions_of_vendor,
    ledger_of_vendor,
)
from .answers import balance_answer
from .outputs import (
    BalanceOutput,
    CommissionOutput,
    CommissionSummaryOutput,
    LedgerRowOutput,
)


class VendorMoneyView(VendorView):
    """Base: the caller may see the shop's money."""

    permission_classes = [IsMoneyMember]


class CommissionsView(VendorMoneyView):
    """``GET /vendor/commissions``."""

    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=CommissionOutput(many=True))
    def get(self, request: Request) -> Response:
        """Las comisiones propias, de la más reciente a la más antigua. Cuatro sentencias."""
        self.checked_query(PageQuery)
        return self.numbered_page(commissions_of_vendor(vendor_id=self.vendor_id), dict)


class CommissionSummaryView(VendorMoneyView):
    """``GET /vendor/commissions/summary``."""

    @extend_schema(responses=CommissionSummaryOutput)
    def get(self, request: Request) -> Response:
        """Cuánto se ha vendido y cuánto ha costado."""
        self.checked_query(StrictSerializer)
        return Response(asdict(commission_summary(vendor_id=self.vendor_id)))


class BalanceView(VendorMoneyView):
    """``GET /vendor/balance``."""

    @extend_schema(responses=BalanceOutput)
    def get(self, request: Request) -> Response:
        """Lo retenido y lo disponible."""
        self.checked_query(StrictSerializer)
        return Response(balance_answer(balance_of_vendor(vendor_id=self.vendor_id)))


class LedgerView(VendorMoneyView):
    """``GET /vendor/ledger``."""

    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=LedgerRowOutput(many=True))
    def get(self, request: Request) -> Response:
        """Los movimientos de la cuenta propia; lo que entra es positivo."""
        self.checked_query(PageQuery)
        return self.numbered_page(ledger_of_vendor(vendor_id=self.vendor_id), dict)
