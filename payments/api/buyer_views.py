"""``/api/v1/payments``: paying own orders. Others' orders and payments answer 404."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.idempotency import idempotent, key_parameter
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PersonRequest, PlazaView
from marketplace.shared.request_context import current_request
from orders.selectors.payable import payable_order

from ..card_data import carries_card_data
from ..errors import CardDataRefused
from ..selectors.buyers import payment_of, payments_of, payments_of_order
from ..services.checkout import Wish, start_payment
from ..services.intents import create_intent
from ..services.polling import refresh
from ..states import Method
from .answers import order_payment_answer, payment_answer
from .inputs import (
    ConfirmInput,
    IntentInput,
    PaymentListQuery,
    ProcessInput,
    checked_data,
)
from .outputs import OrderPaymentOutput, PaymentOutput

KEY_PARAMETER = key_parameter("no cobra dos veces")


class PayingView(PlazaView):
    """Base of what takes payment data: a body with card data is refused before anything else."""

    permission_classes = [IsAuthenticated]
    request: PersonRequest

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse card data before the body is fingerprinted, checked or kept.

        Raises:
            CardDataRefused: the body has a field or a value like a card's.
        """
        super().initial(request, *args, **kwargs)
        if carries_card_data(request.data):
            raise CardDataRefused("No envíe datos de la tarjeta; envíe el token de la pasarela.")

    def pay(
        self, *, order_id: UUID, method: Method, data: dict[str, Any], gateway: str = ""
    ) -> Response:
        """Start the payment and answer what became of it."""
        attempt = start_payment(
            buyer_id=self.request.user.pk,
            order_id=order_id,
            wish=_wish(self.request, method, data, gateway),
        )
        return Response(payment_answer(attempt))


def _wish(request: PersonRequest, method: Method, data: dict[str, Any], gateway: str) -> Wish:
    own = {"redirect_url", "accept_terms", "accept_personal_data"}
    return Wish(
        method=method,
        method_data={name: value for name, value in data.items() if name not in own},
        accepts_terms=data["accept_terms"],
        accepts_personal_data=data["accept_personal_data"],
        redirect_url=data.get("redirect_url", ""),
        ip=current_request().ip or "",
        account_created_at=request.user.created_at,
        gateway=gateway,
    )


class ProcessView(PayingView):
    """``POST /payments/process`` and, by a certain gateway, ``/payments/process/{gateway}``."""

    gateway = ""

    @extend_schema(parameters=[KEY_PARAMETER], request=ProcessInput, responses=PaymentOutput)
    @idempotent("payments.process", calls_out=True)
    def post(self, request: PersonRequest) -> Response:
        """Cobrar un pedido propio. «unknown» significa que se averigua: no hay doble cobro."""
        body = self.checked_body(ProcessInput)
        return self.pay(
            order_id=body["order_id"],
            method=Method(body["payment_method"]),
            data=body["payment_data"],
            gateway=self.gateway,
        )


class CreateIntentView(PayingView):
    """``POST /payments/create-intent``."""

    @extend_schema(parameters=[KEY_PARAMETER], request=IntentInput, responses=PaymentOutput)
    @idempotent("payments.create_intent")
    def post(self, request: PersonRequest) -> Response:
        """Anunciar el pago de un pedido propio; se cobra al confirmarlo."""
        body = self.checked_body(IntentInput)
        intent = create_intent(
            buyer_id=request.user.pk,
            order_id=body["order_id"],
            method=Method(body["payment_method"]),
        )
        return Response(payment_answer(intent))


class ConfirmView(PayingView):
    """``POST /payments/confirm``."""

    @extend_schema(parameters=[KEY_PARAMETER], request=ConfirmInput, responses=PaymentOutput)
    @idempotent("payments.confirm", calls_out=True)
    def post(self, request: PersonRequest) -> Response:
        """Cobrar un pago anunciado, con los datos de su medio."""
        body = self.checked_body(ConfirmInput)
        intent = payment_of(buyer_id=request.user.pk, intent=str(body["intent_id"]))
        method = Method(intent.method)
        return self.pay(
            order_id=intent.order_id,
            method=method,
            data=checked_data(method, body["payment_data"]),
        )


class PaymentsView(PlazaView):
    """``GET /payments``."""

    permission_classes = [IsAuthenticated]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PaymentListQuery], responses=PaymentOutput(many=True))
    def get(self, request: PersonRequest) -> Response:
        """Los pagos propios, del más reciente al más antiguo. Tres sentencias."""
        filters = self.checked_query(PaymentListQuery)
        rows = payments_of(buyer_id=request.user.pk).filter(
            **{name: filters[name] for name in ("status", "order_id") if name in filters}
        )
        return self.numbered_page(rows, payment_answer)


class PaymentStatusView(PlazaView):
    """``GET /payments/status/{intent}``: our id or the gateway's transaction id."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PaymentOutput)
    def get(self, request: PersonRequest, intent: str) -> Response:
        """El estado de un pago propio; mientras está abierto se pregunta a la pasarela."""
        attempt = payment_of(buyer_id=request.user.pk, intent=intent)
        return Response(payment_answer(refresh(attempt_id=attempt.pk)))


class OrderPaymentView(PlazaView):
    """``GET /payments/status/order/{order}``."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=OrderPaymentOutput)
    def get(self, request: PersonRequest, order_id: UUID) -> Response:
        """Cómo va el pago de un pedido propio."""
        order = payable_order(order_id=order_id, buyer_id=request.user.pk)
        attempts = payments_of_order(buyer_id=request.user.pk, order_id=order_id)
        return Response(order_payment_answer(order, attempts))
