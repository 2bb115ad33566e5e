"""``/api/v1/vendor/orders``: what a vendor sold. Another vendor's orders answer 404."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from vendors.api.permissions import IsSalesMember
from vendors.api.views import VendorView

from ..selectors.vendor import status_counts, vendor_order_of, vendor_orders_of
from ..services import transitions
from ..states import Role
from .answers import part_state, vendor_order_answer
from .inputs import ReasonInput, ShipInput, VendorOrderListQuery
from .outputs import (
    PartStateOutput,
    VendorOrderOutput,
    VendorOrderRowOutput,
    VendorSummaryOutput,
)


class SalesView(VendorView):
    """Base: the caller sees the shop's sales, or moves them."""

    permission_classes = [IsSalesMember]


class VendorOrdersView(SalesView):
    """The list."""

    pagination_class = NumberedPages

    @extend_schema(parameters=[VendorOrderListQuery], responses=VendorOrderRowOutput(many=True))
    def get(self, request: Request) -> Response:
        """Los pedidos de la tienda, del más reciente al más antiguo."""
        query = self.checked_query(VendorOrderListQuery)
        rows = vendor_orders_of(
            vendor_id=self.vendor_id,
            status=query.get("status", ""),
            ordering=query.get("ordering", "-created_at"),
        )
        return self.numbered_page(rows, dict)


class VendorSummaryView(SalesView):
    """How many there are."""

    @extend_schema(responses=VendorSummaryOutput)
    def get(self, request: Request) -> Response:
        """Cuántos pedidos hay en cada estado."""
        return Response({"counts": status_counts(vendor_id=self.vendor_id)})


class VendorOrderView(SalesView):
    """One vendor order."""

    @extend_schema(responses=VendorOrderOutput)
    def get(self, request: Request, vendor_order_id: UUID) -> Response:
        """Un pedido de la tienda, con lo que hace falta para enviarlo."""
        part = vendor_order_of(vendor_id=self.vendor_id, vendor_order_id=vendor_order_id)
        return Response(vendor_order_answer(part))


class PrepareView(SalesView):
    """Packing."""

    @extend_schema(request=None, responses=PartStateOutput)
    def post(self, request: Request, vendor_order_id: UUID) -> Response:
        """La tienda empieza a preparar el pedido."""
        part = transitions.prepare(
            vendor_order_id=vendor_order_id,
            role=Role.VENDOR,
            actor_id=request.user.pk,
            vendor_id=self.vendor_id,
        )
        return Response(part_state(part))


class ShipView(SalesView):
    """Handing over to the carrier."""

    @extend_schema(request=ShipInput, responses=PartStateOutput)
    def post(self, request: Request, vendor_order_id: UUID) -> Response:
        """El paquete va en camino, con transportadora y guía."""
        body = self.checked_body(ShipInput)
        part = transitions.ship(
            vendor_order_id=vendor_order_id,
            courier=body["courier"],
            tracking_number=body["tracking_number"],
            role=Role.VENDOR,
            actor_id=request.user.pk,
            vendor_id=self.vendor_id,
        )
        return Response(part_state(part))


class DeliverView(SalesView):
    """Arrival."""

    @extend_schema(request=None, responses=PartStateOutput)
    def post(self, request: Request, vendor_order_id: UUID) -> Response:
        """El paquete llegó."""
        part = transitions.deliver(
            vendor_order_id=vendor_order_id,
            role=Role.VENDOR,
            actor_id=request.user.pk,
            vendor_id=self.vendor_id,
        )
        return Response(part_state(part))


class CancelView(SalesView):
    """The vendor cannot deliver."""

    @extend_schema(request=ReasonInput, responses=PartStateOutput)
    def post(self, request: Request, vendor_order_id: UUID) -> Response:
        """La tienda cancela su parte y dice por qué."""
        body = self.checked_body(ReasonInput)
        part = transitions.cancel_vendor_order(
            vendor_order_id=vendor_order_id,
            role=Role.VENDOR,
            actor_id=request.user.pk,
            reason=body["reason"],
            vendor_id=self.vendor_id,
        )
        return Response(part_state(part))
