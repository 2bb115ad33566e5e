"""``/admin/vendors``: staff look at shops and decide on them."""

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.views import PlazaView

from ..selectors.shops import all_shops
from ..services.approval import change_status
from ..states import VendorAction
from .outputs import VendorOutput, vendor_json
from .permissions import ModeratesVendors
from .serializers import AdminVendorsQuery, DecisionInput


class AdminVendors(PlazaView):
    """``GET /admin/vendors``: every shop, newest first; filters ``status`` and ``q``."""

    permission_classes = [ModeratesVendors]
    staff_reads = "vendors.vendor"
    pagination_class = NumberedPages

    @extend_schema(parameters=[AdminVendorsQuery], responses=VendorOutput(many=True))
    def get(self, request: Request) -> Response:
        query = self.checked_query(AdminVendorsQuery)
        shops = all_shops(status=query.get("status", ""), search=query.get("q", ""))
        return self.numbered_page(shops, vendor_json)


class Decision(PlazaView):
    """``POST /admin/vendors/{id}/<action>`` with ``{"reason": "…"}``."""

    permission_classes = [ModeratesVendors]
    action: ClassVar[VendorAction] = VendorAction.APPROVE

    @extend_schema(request=DecisionInput, responses=VendorOutput)
    def post(self, request: Request, vendor_id: UUID) -> Response:
        vendor = change_status(
            vendor_id=vendor_id,
            action=self.action,
            actor_id=request.user.pk,
            **self.checked_body(DecisionInput),
        )
        return Response(vendor_json(vendor))
