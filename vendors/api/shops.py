"""Shops for everybody: the public pages, and opening one."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import IsAuthenticated, Public
from marketplace.shared.api.views import PageQuery, PersonRequest, PlazaView

from ..selectors.shops import public_shop, public_shops
from ..services.registration import register_vendor
from .outputs import ShopCard, ShopOutput, VendorOutput, card_json, shop_json, vendor_json
from .serializers import RegisterVendorInput


class Shops(PlazaView):
    """``GET /vendors``: the shops that sell: 2 queries."""

    authentication_classes = []
    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=ShopCard(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(public_shops(), card_json)


class ShopDetail(PlazaView):
    """``GET /vendors/{slug}``: 1 query; a shop that does not sell answers 404."""

    authentication_classes = []
    permission_classes = [Public]

    @extend_schema(responses=ShopOutput)
    def get(self, request: Request, slug: str) -> Response:
        return Response(shop_json(public_shop(slug=slug)))


class RegisterVendor(PlazaView):
    """``POST /vendors/register``: a signed-in person opens a shop and owns it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=RegisterVendorInput, responses={201: VendorOutput})
    def post(self, request: PersonRequest) -> Response:
        fields = self.checked_body(RegisterVendorInput)
        vendor = register_vendor(owner_id=request.user.pk, **fields)
        answer = Response(vendor_json(vendor), status=status.HTTP_201_CREATED)
        answer["Location"] = "/api/v1/vendor/profile"
        return answer
