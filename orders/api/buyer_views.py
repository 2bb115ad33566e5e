"""``/api/v1/orders``: a buyer's own orders. Others' orders answer 404."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.idempotency import idempotent, key_parameter
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated, Public
from marketplace.shared.api.views import PersonRequest, PlazaView
from marketplace.shared.faults import fault_point

from ..selectors.buyer import order_of_buyer, orders_of_buyer, timeline_of_buyer
from ..selectors.health import health
from ..services.checkout import check_out
from ..services.transitions import cancel_order, cancel_vendor_order, deliver
from ..states import Role
from .answers import order_answer, order_state, part_state
from .inputs import OrderListQuery, PlaceOrderInput, ReasonInput, wanted
from .outputs import (
    OrderOutput,
    OrderRowOutput,
    OrdersHealthOutput,
    OrderStateOutput,
    PartStateOutput,
    TimelineOutput,
)

KEY_PARAMETER = key_parameter("no compra dos veces")


class OrdersView(PlazaView):
    """Placing and listing."""

    permission_classes = [IsAuthenticated]
    pagination_class = NumberedPages

    @extend_schema(parameters=[OrderListQuery], responses=OrderRowOutput(many=True))
    def get(self, request: PersonRequest) -> Response:
        """Los pedidos propios, del más reciente al más antiguo. Tres sentencias."""
        query = self.checked_query(OrderListQuery)
        rows = orders_of_buyer(
            buyer=request.user,
            status=query.get("status", ""),
            ordering=query.get("ordering", "-created_at"),
        )
        return self.numbered_page(rows, dict)

    @extend_schema(
        parameters=[KEY_PARAMETER], request=PlaceOrderInput, responses={201: OrderOutput}
    )
    def post(self, request: PersonRequest) -> Any:
        """Hace un pedido y aparta sus unidades por 15 minutos."""
        response = self._place(request)
        fault_point("orders.after_place")
        return response

    @idempotent("orders.place")
    def _place(self, request: PersonRequest) -> Response:
        body = self.checked_body(PlaceOrderInput)
        order = check_out(
            buyer_id=request.user.pk,
            email=request.user.email,
            wanted=wanted(body),
            shipping_address=body.get("shipping_address"),
            address_id=body.get("address_id"),
            coupon_code=body["coupon_code"],
            expected_total=body.get("expected_total"),
        )
        response = Response(order_answer(order), status=status.HTTP_201_CREATED)
        response["Location"] = f"/api/v1/orders/{order.pk}"
        return response


class OrderView(PlazaView):
    """One order."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=OrderOutput)
    def get(self, request: PersonRequest, order_id: UUID) -> Response:
        """Un pedido propio con sus partes por tienda."""
        return Response(order_answer(order_of_buyer(buyer=request.user, order_id=order_id)))


class TimelineView(PlazaView):
    """What happened to an order."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=TimelineOutput)
    def get(self, request: PersonRequest, order_id: UUID) -> Response:
        """La historia de un pedido propio, desde el principio."""
        return Response({"events": timeline_of_buyer(buyer=request.user, order_id=order_id)})


class CancelOrderView(PlazaView):
    """Giving up a whole order."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=ReasonInput, responses=OrderStateOutput)
    def post(self, request: PersonRequest, order_id: UUID) -> Response:
        """Cancela un pedido propio que ninguna tienda ha empezado a preparar."""
        body = self.checked_body(ReasonInput)
        order = cancel_order(
            order_id=order_id,
            role=Role.BUYER,
            actor_id=request.user.pk,
            reason=body["reason"],
        )
        return Response(order_state(order))


class CancelVendorOrderView(PlazaView):
    """Giving up the part of one vendor."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="vendor_order_cancel_by_buyer",
        request=ReasonInput,
        responses=PartStateOutput,
    )
    def post(self, request: PersonRequest, vendor_order_id: UUID) -> Response:
        """Cancela la parte de una tienda de un pedido propio ya pagado."""
        body = self.checked_body(ReasonInput)
        part = cancel_vendor_order(
            vendor_order_id=vendor_order_id,
            role=Role.BUYER,
            actor_id=request.user.pk,
            reason=body["reason"],
        )
        return Response(part_state(part))


class ConfirmDeliveryView(PlazaView):
    """The buyer has the parcel."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=PartStateOutput)
    def post(self, request: PersonRequest, vendor_order_id: UUID) -> Response:
        """Confirma que llegó la parte de una tienda."""
        part = deliver(vendor_order_id=vendor_order_id, role=Role.BUYER, actor_id=request.user.pk)
        return Response(part_state(part))


class OrdersHealthView(PlazaView):
    """The module's own health."""

    permission_classes = [Public]
    authentication_classes = []

    @extend_schema(responses=OrdersHealthOutput)
    def get(self, request: Request) -> Response:
        """Dice si las reservas vencidas se liberan a tiempo."""
        return Response(health())
