"""``/api/v1/brands``: shops propose, staff verify, everybody reads."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import Public, StaffMay
from marketplace.shared.api.views import PageQuery
from vendors.api.permissions import IsCatalogueMember

from ..selectors.brands import compared_brands
from ..selectors.filters import Filters
from ..selectors.shelf import Shelf
from ..selectors.tree import brand, brands
from ..services import brands as brand_service
from .bulk import BulkAction, BulkView
from .outputs import BrandOutput, BulkOutput, CardOutput, ComparedBrandOutput, CountOutput
from .tree_inputs import (
    BranchQuery,
    BrandBulkInput,
    BrandInput,
    BrandPatch,
    CompareInput,
)
from .views import PublicReads, page_of


class KeepsBrands(StaffMay):
    """Staff who keep the brands."""

    model = "catalog.brand"


class ProposesBrands(BasePermission):
    """Staff who keep the brands, and those who keep the catalogue of a shop."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        is_staff = request.user.is_authenticated and request.user.is_staff
        door: Any = KeepsBrands() if is_staff else IsCatalogueMember()
        return bool(door.has_permission(request, view))


class BrandList(PublicReads):
    """All brands by name. Two statements. A brand proposed by a shop waits for staff."""

    permission_classes = [ProposesBrands]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=BrandOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(brands(), dict)

    @extend_schema(request=BrandInput, responses={201: BrandOutput})
    def post(self, request: Request) -> Response:
        data = self.checked_body(BrandInput)
        made = brand_service.create_brand(name=data["name"], is_verified=request.user.is_staff)
        return Response(
            brand(brand_id=made.pk),
            status=status.HTTP_201_CREATED,
            headers={"Location": f"/api/v1/brands/{made.pk}"},
        )


class FeaturedBrands(PublicReads):
    """What staff put in front, by name. Two statements."""

    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=BrandOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(brands().filter(is_featured=True), dict)


class BrandDetail(PublicReads):
    """One brand. One statement."""

    permission_classes = [KeepsBrands]

    @extend_schema(responses=BrandOutput)
    def get(self, request: Request, brand_id: UUID) -> Response:
        return Response(brand(brand_id=brand_id))

    @extend_schema(request=BrandPatch, responses=BrandOutput)
    def patch(self, request: Request, brand_id: UUID) -> Response:
        return self._update(brand_id, self.checked_body(BrandPatch))

    @extend_schema(request=BrandInput, responses=BrandOutput)
    def put(self, request: Request, brand_id: UUID) -> Response:
        return self._update(brand_id, self.checked_body(BrandInput))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, brand_id: UUID) -> Response:
        brand_service.delete_brand(brand_id=brand_id)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _update(self, brand_id: UUID, fields: dict[str, Any]) -> Response:
        brand_service.update_brand(brand_id=brand_id, **fields)
        return Response(brand(brand_id=brand_id))


class BrandBySlug(PublicReads):
    """One brand by its address. One statement."""

    permission_classes = [Public]

    @extend_schema(responses=BrandOutput)
    def get(self, request: Request, slug: str) -> Response:
        return Response(brand(slug=slug))


class BrandProducts(PublicReads):
    """The products of a brand. Three statements."""

    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[BranchQuery], responses=CardOutput(many=True))
    def get(self, request: Request, brand_id: UUID) -> Response:
        query = self.checked_query(BranchQuery)
        brand(brand_id=brand_id)
        return page_of(self, Shelf(Filters(brand=str(brand_id)), ordering=query["ordering"]))


class BrandProductCount(PublicReads):
    """How many products of the brand are for sale, 10,000 standing for more."""

    permission_classes = [Public]

    @extend_schema(responses=CountOutput)
    def get(self, request: Request, brand_id: UUID) -> Response:
        brand(brand_id=brand_id)
        return Response({"count": Shelf(Filters(brand=str(brand_id))).count()})


class CompareBrands(PublicReads):
    """``POST /brands/compare``: two to five brands side by side. One statement."""

    permission_classes = [Public]

    def get_permissions(self) -> list[Any]:
        return [Public()]

    def perform_authentication(self, request: Request) -> None:
        """Everybody may compare; no token is looked at."""

    @extend_schema(request=CompareInput, responses=ComparedBrandOutput(many=True))
    def post(self, request: Request) -> Response:
        data = self.checked_body(CompareInput)
        return Response(compared_brands(brand_ids=data["brand_ids"]))


class BulkBrands(BulkView):
    """``POST /brands/bulk``: up to 100 rows, each done or refused on its own."""

    permission_classes = [KeepsBrands]
    input_class = BrandBulkInput
    actions = {
        "create": BulkAction(
            lambda row: brand_service.create_brand(**row, is_verified=True).pk,
            needs={"name"},
            takes={"name", "is_featured"},
        ),
        "update": BulkAction(
            lambda row: brand_service.update_brand(brand_id=row.pop("id"), **row).pk,
            needs={"id"},
            takes={"id", "name", "is_featured", "is_verified"},
        ),
        "delete": BulkAction(
            lambda row: brand_service.delete_brand(brand_id=row["id"]),
            needs={"id"},
            takes={"id"},
        ),
    }

    @extend_schema(request=BrandBulkInput, responses=BulkOutput)
    def post(self, request: Request) -> Response:
        return self.answer(request)
