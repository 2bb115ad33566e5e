"""What shops and staff do to products: own list, life cycle, stock, pictures."""

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.views import PageQuery, PlazaView
from vendors.api.permissions import IsCatalogueMember, IsVendorMember, MemberRequest

from ..selectors.detail import product_for_shop
from ..selectors.shops import is_sku_free, movements_of_product, products_of_shop, shop_row
from ..services.products import change_product_stock, change_status
from ..states import ProductAction
from .outputs import (
    MovementOutput,
    ShopCardOutput,
    ShopProductOutput,
    SkuOutput,
    StockOutput,
)
from .permissions import KeepsCatalogue, ReviewsProducts, role_of, shop_of
from .serializers import RejectInput, ShopQuery, SkuQuery, StepInput, StockInput


class MyProducts(PlazaView):
    """A shop's own products in all states. Two statements beside those of the token."""

    permission_classes = [IsVendorMember]
    pagination_class = NumberedPages

    @extend_schema(parameters=[ShopQuery], responses=ShopCardOutput(many=True))
    def get(self, request: MemberRequest) -> Response:
        query = self.checked_query(ShopQuery)
        rows = products_of_shop(
            vendor_id=request.membership.vendor_id,
            status=query.get("status"),
            words=query.get("q"),
        )
        return self.numbered_page(rows, shop_row)


class SkuCheck(PlazaView):
    """``GET /products/check-sku``: whether the shop may still use a SKU. One statement."""

    permission_classes = [IsCatalogueMember]

    @extend_schema(parameters=[SkuQuery], responses=SkuOutput)
    def get(self, request: MemberRequest) -> Response:
        sku = self.checked_query(SkuQuery)["sku"]
        is_free = is_sku_free(vendor_id=request.membership.vendor_id, sku=sku)
        return Response({"sku": sku, "available": is_free})


class ProductStep(PlazaView):
    """One step in the life of a product; the table in ``states.py`` decides."""

    permission_classes = [KeepsCatalogue]
    action: ClassVar[ProductAction]
    input_class: ClassVar[type[StepInput]] = StepInput

    @extend_schema(request=StepInput, responses=ShopProductOutput)
    def post(self, request: Request, product_id: UUID) -> Response:
        data = self.checked_body(self.input_class)
        vendor_id = shop_of(request)
        change_status(
            product_id=product_id,
            action=self.action,
            role=role_of(request),
            actor_id=request.user.pk,
            reason=data["reason"],
            vendor_id=vendor_id,
        )
        return Response(product_for_shop(product_id=product_id, vendor_id=vendor_id))


class SubmitProduct(ProductStep):
    """Ask staff to look at a draft."""

    permission_classes = [KeepsCatalogue]
    action = ProductAction.SUBMIT


class PauseProduct(ProductStep):
    """Take a product off the shelf for a while."""

    permission_classes = [KeepsCatalogue]
    action = ProductAction.PAUSE


class ResumeProduct(ProductStep):
    """Put a paused product back."""

    permission_classes = [KeepsCatalogue]
    action = ProductAction.RESUME


class ApproveProduct(ProductStep):
    """Staff let a product onto the shelf."""

    permission_classes = [ReviewsProducts]
    action = ProductAction.APPROVE


class RejectProduct(ProductStep):
    """Staff send a product back, and say why."""

    permission_classes = [ReviewsProducts]
    action = ProductAction.REJECT
    input_class = RejectInput


class RequestChanges(ProductStep):
    """Staff send a product back to its draft, and say what to change."""

    permission_classes = [ReviewsProducts]
    action = ProductAction.REQUEST_CHANGES
    input_class = RejectInput


class ProductStock(PlazaView):
    """Correct the units on hand."""

    permission_classes = [KeepsCatalogue]

    @extend_schema(request=StockInput, responses=StockOutput)
    def post(self, request: Request, product_id: UUID) -> Response:
        data = self.checked_body(StockInput)
        change = change_product_stock(
            product_id=product_id,
            variant_id=data.get("variant_id"),
            operation=data["operation"],
            quantity=data["quantity"],
            reason=data["reason"],
            actor_id=request.user.pk,
            vendor_id=shop_of(request),
        )
        movement = {
            "id": change.movement_id,
            "kind": change.kind,
            "quantity": change.quantity,
            "on_hand_after": change.on_hand,
            "reason": change.reason,
        }
        return Response(
            {
                "variant_id": change.variant_id,
                "on_hand": change.on_hand,
                "reserved": change.reserved,
                "available": change.available,
                "movement": movement,
            }
        )


class StockMovements(PlazaView):
    """Why there are as many units as there are, newest first."""

    permission_classes = [KeepsCatalogue]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=MovementOutput(many=True))
    def get(self, request: Request, product_id: UUID) -> Response:
        self.checked_query(PageQuery)
        rows = movements_of_product(product_id=product_id, vendor_id=shop_of(request))
        return self.numbered_page(rows, dict)
