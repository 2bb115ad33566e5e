"""``/me/addresses``: a signed-in person's own address book; others' entries answer 404."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PageQuery, PersonRequest, PlazaView

from ..selectors.addresses import address_of, addresses_of
from ..services import addresses
from .outputs import AddressOutput, address_json
from .serializers import BookEntryInput, BookEntryPatch


class Addresses(PlazaView):
    """The whole book: 3 queries in all."""

    permission_classes = [IsAuthenticated]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=AddressOutput(many=True))
    def get(self, request: PersonRequest) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(addresses_of(user_id=request.user.pk), address_json)

    @extend_schema(request=BookEntryInput, responses={201: AddressOutput})
    def post(self, request: PersonRequest) -> Response:
        fields = self.checked_body(BookEntryInput)
        is_default = fields.pop("is_default")
        address = addresses.add_address(
            user_id=request.user.pk, fields=fields, is_default=is_default
        )
        answer = Response(address_json(address), status=status.HTTP_201_CREATED)
        answer["Location"] = f"/api/v1/me/addresses/{address.pk}"
        return answer


class AddressDetail(PlazaView):
    """One entry."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=AddressOutput)
    def get(self, request: PersonRequest, address_id: UUID) -> Response:
        address = address_of(user_id=request.user.pk, address_id=address_id)
        return Response(address_json(address))

    @extend_schema(request=BookEntryPatch, responses=AddressOutput)
    def patch(self, request: PersonRequest, address_id: UUID) -> Response:
        fields = self.checked_body(BookEntryPatch)
        address = addresses.change_address(
            user_id=request.user.pk, address_id=address_id, fields=fields
        )
        return Response(address_json(address))

    @extend_schema(responses={204: None})
    def delete(self, request: PersonRequest, address_id: UUID) -> Response:
        addresses.remove_address(user_id=request.user.pk, address_id=address_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DefaultAddress(PlazaView):
    """``POST /me/addresses/{id}/default``."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=AddressOutput)
    def post(self, request: PersonRequest, address_id: UUID) -> Response:
        address = addresses.make_default(user_id=request.user.pk, address_id=address_id)
        return Response(address_json(address))
