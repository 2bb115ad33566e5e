"""What staff do to orders through the API; the admin does the same."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from marketplace.shared.api.permissions import StaffMay
from marketplace.shared.api.views import PersonRequest, PlazaView

from ..services.staff_moves import move_order
from ..states import OrderStatus
from .answers import order_state
from .inputs import StatusInput
from .outputs import OrderStateOutput


class LooksAfterOrders(StaffMay):
    """Staff who look after orders."""

    model = "orders.order"


class OrderStatusView(PlazaView):
    """Allowed moves only, with a reason."""

    permission_classes = [LooksAfterOrders]

    @extend_schema(request=StatusInput, responses=OrderStateOutput)
    def put(self, request: PersonRequest, order_id: UUID) -> Response:
        """Mueve un pedido por un paso permitido."""
        body = self.checked_body(StatusInput)
        order = move_order(
            order_id=order_id,
            status=OrderStatus(body["status"]),
            actor_id=request.user.pk,
            reason=body["reason"],
            courier=body["courier"],
            tracking_number=body["tracking_number"],
        )
        return Response(order_state(order))
