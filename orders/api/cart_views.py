"""``/api/v1/cart``: for signed-in users, and for guests by the header ``X-Cart-Token``."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.idempotency import idempotent, key_parameter
from marketplace.shared.api.permissions import IsAuthenticated, Public
from marketplace.shared.api.views import PersonRequest, PlazaView

from ..selectors.cart import CartHolder, cart_view
from ..services import cart
from .answers import changed_item_answer
from .inputs import CartQuery, ItemInput, MergeInput, QuantityInput
from .outputs import CartOutput, ChangedItemOutput, MergedOutput

TOKEN_HEADER = "X-Cart-Token"  # noqa: S105 - the name of a header
TOKEN_PARAMETER = OpenApiParameter(
    TOKEN_HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="La llave del carrito de un visitante, que entrega la primera respuesta 201.",
)
KEY_PARAMETER = key_parameter("no suma dos veces", required=False)


def holder_of(request: Request) -> CartHolder:
    """Return whose cart is meant: a signed-in user's own, whatever token comes along."""
    if request.user.is_authenticated:
        return CartHolder(user_id=request.user.pk)
    return CartHolder(token=request.headers.get(TOKEN_HEADER, "")[:100])


class CartView(PlazaView):
    """The cart as a whole."""

    permission_classes = [Public]
    extra_parameters = [TOKEN_PARAMETER]

    @extend_schema(parameters=[CartQuery, TOKEN_PARAMETER], responses=CartOutput)
    def get(self, request: Request) -> Response:
        """El carrito por tiendas, con envío, avisos y totales de hoy."""
        query = self.checked_query(CartQuery)
        return Response(
            cart_view(holder=holder_of(request), department=query.get("department", ""))
        )

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Vacía el carrito."""
        cart.empty_cart(holder=holder_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class CartItemsView(PlazaView):
    """What is put in."""

    permission_classes = [Public]
    extra_parameters = [TOKEN_PARAMETER, KEY_PARAMETER]

    @extend_schema(request=ItemInput, responses={201: ChangedItemOutput})
    def post(self, request: Request) -> Any:
        """Agrega unidades; agregar otra vez suma."""
        holder = holder_of(request)
        # A visitant without a token is nobody yet, so there is no one to keep a key for.
        is_somebody = holder.user_id is not None or holder.token
        if is_somebody and "Idempotency-Key" in request.headers:
            return self._add_once(request)
        return self._add(request)

    def idempotency_actor(self, request: Request) -> str:
        """Return under whom a key is counted: the user, or the guest's cart."""
        holder = holder_of(request)
        return str(holder.user_id or holder.token_digest)

    @idempotent("cart.add")
    def _add_once(self, request: Request) -> Response:
        return self._add(request)

    def _add(self, request: Request) -> Response:
        item = self.checked_body(ItemInput)
        added = cart.add_item(holder=holder_of(request), **item)
        response = Response(changed_item_answer(added), status=status.HTTP_201_CREATED)
        response["Location"] = f"/api/v1/cart/items/{added.id}"
        if added.token:
            response[TOKEN_HEADER] = added.token
        return response


class CartItemView(PlazaView):
    """One item."""

    permission_classes = [Public]
    extra_parameters = [TOKEN_PARAMETER]

    @extend_schema(request=QuantityInput, responses=ChangedItemOutput)
    def put(self, request: Request, item_id: UUID) -> Response:
        """Cambia las unidades."""
        return self._set(request, item_id)

    @extend_schema(request=QuantityInput, responses=ChangedItemOutput)
    def patch(self, request: Request, item_id: UUID) -> Response:
        """Cambia las unidades."""
        return self._set(request, item_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, item_id: UUID) -> Response:
        """Saca el artículo."""
        cart.remove_item(holder=holder_of(request), item_id=item_id)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _set(self, request: Request, item_id: UUID) -> Response:
        body = self.checked_body(QuantityInput)
        changed = cart.set_quantity(
            holder=holder_of(request), item_id=item_id, quantity=body["quantity"]
        )
        return Response(changed_item_answer(changed))


class AcceptChangesView(PlazaView):
    """Takes today's prices as seen."""

    permission_classes = [Public]
    extra_parameters = [TOKEN_PARAMETER]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Acepta los precios de hoy; los avisos de cambio desaparecen."""
        cart.accept_prices(holder=holder_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class MergeCartView(PlazaView):
    """From guest to user."""

    permission_classes = [IsAuthenticated]
    extra_parameters = [TOKEN_PARAMETER]

    @extend_schema(request=MergeInput, responses=MergedOutput)
    def post(self, request: PersonRequest) -> Response:
        """Pasa el carrito del visitante al del usuario.

        Las unidades de un mismo producto se suman, hasta 999. Repetirla no cambia nada.
        """
        body = self.checked_body(MergeInput)
        token = body.get("cart_token") or request.headers.get(TOKEN_HEADER, "")[:100]
        merged = cart.merge_guest_cart(user_id=request.user.pk, token=token)
        return Response({"merged_items": merged})
