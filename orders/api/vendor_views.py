"""``/api/v1/vendor/orders``: what a vendor sold. Another vendor's orders answer 404."""

from collections.abc import Callable
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PlazaView
from marketplace.shared.errors import ForbiddenError
from vendors.errors import NotAVendorMember
from vendors.member_rules import Area, changeable_areas, visible_areas
from vendors.selectors.members import membership_of

from ..selectors.vendor import status_counts, vendor_order_of, vendor_orders_of
from ..services import transitions
from ..states import Role
from .answers import part_state, vendor_order_answer
from .inputs import ReasonInput, ShipInput, VendorOrderListQuery
from .outputs import (
    PartStateOutput,
    VendorOrderOutput,
    VendorOrderPageOutput,
    VendorSummaryOutput,
)


class VendorView(PlazaView):
    """Base: the caller works for a vendor."""

    permission_classes = [IsAuthenticated]

    def vendor_id(self) -> UUID:
        """Return the caller's vendor.

        Raises:
            NotAVendorMember: the caller works for none.
            ForbiddenError: the caller's function there has nothing to do with sales.
        """
        return self._vendor_id_if_within(visible_areas)

    def acting_vendor_id(self) -> UUID:
        """Return the caller's vendor if the caller may move its orders.

        Raises:
            NotAVendorMember: the caller works for none.
            ForbiddenError: the caller may only look.
        """
        return self._vendor_id_if_within(changeable_areas)

    def _vendor_id_if_within(self, areas_of: Callable[[str], frozenset[Area]]) -> UUID:
        membership = membership_of(user_id=self.request.user.pk)
        if membership is None:
            raise NotAVendorMember("No pertenece a ninguna tienda.")
        if Area.SALES not in areas_of(membership.role):
            raise ForbiddenError("Su función en la tienda no lo permite.")
        return membership.vendor_id


class VendorOrdersView(VendorView):
    """The list."""

    @extend_schema(
        operation_id="vendor_orders_list",
        parameters=[VendorOrderListQuery],
        responses=VendorOrderPageOutput,
    )
    def get(self, request: Request) -> Response:
        """Los pedidos de la tienda, del más reciente al más antiguo."""
        query = self.checked_query(VendorOrderListQuery)
        rows = vendor_orders_of(
            vendor_id=self.vendor_id(),
            status=query.get("status", ""),
            ordering=query.get("ordering", "-created_at"),
        )
        return self.numbered_page(rows, dict)


class VendorSummaryView(VendorView):
    """How many there are."""

    @extend_schema(responses=VendorSummaryOutput)
    def get(self, request: Request) -> Response:
        """Cuántos pedidos hay en cada estado."""
        return Response({"counts": status_counts(vendor_id=self.vendor_id())})


class VendorOrderView(VendorView):
    """One vendor order."""

    @extend_schema(responses=VendorOrderOutput)
    def get(self, request: Request, vendor_order_id: UUID) -> Response:
        """Un pedido de la tienda, con lo que hace falta para enviarlo."""
        part = vendor_order_of(vendor_id=self.vendor_id(), vendor_order_id=vendor_order_id)
        return Response(vendor_order_answer(part))


class PrepareView(VendorView):
    """Packing."""

    @extend_schema(request=None, responses=PartStateOutput)
    def post(self, request: Request, vendor_order_id: UUID) -> Response:
        """La tienda empieza a preparar el pedido."""
        part = transitions.prepare(
            vendor_order_id=vendor_order_id,
            role=Role.VENDOR,
            actor_id=request.user.pk,
            vendor_id=self.acting_vendor_id(),
        )
        return Response(part_state(part))


class ShipView(VendorView):
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
            vendor_id=self.acting_vendor_id(),
        )
        return Response(part_state(part))


class DeliverView(VendorView):
    """Arrival."""

    @extend_schema(request=None, responses=PartStateOutput)
    def post(self, request: Request, vendor_order_id: UUID) -> Response:
        """El paquete llegó."""
        part = transitions.deliver(
            vendor_order_id=vendor_order_id,
            role=Role.VENDOR,
            actor_id=request.user.pk,
            vendor_id=self.acting_vendor_id(),
        )
        return Response(part_state(part))


class CancelView(VendorView):
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
            vendor_id=self.acting_vendor_id(),
        )
        return Response(part_state(part))
