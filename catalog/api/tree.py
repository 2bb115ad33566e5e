"""``/api/v1/categories`` and ``/api/v1/brands``, for everybody."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import StrictSerializer
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import Public
from marketplace.shared.api.views import PageQuery

from ..selectors.tree import brand, brands, category, category_tree, visible_categories
from .outputs import BrandOutput, CategoryDetailOutput, CategoryNodeOutput, CategoryOutput
from .views import PublicReads


class CategoryList(PublicReads):
    """All visible categories, in the order of their paths. Two statements."""

    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=CategoryOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(visible_categories(), dict)


class CategoryTree(PublicReads):
    """The visible tree in one answer. One statement."""

    permission_classes = [Public]

    @extend_schema(responses=CategoryNodeOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(StrictSerializer)
        return Response(category_tree())


class CategoryDetail(PublicReads):
    """One category and the way to it. Two statements."""

    permission_classes = [Public]

    @extend_schema(responses=CategoryDetailOutput)
    def get(self, request: Request, category_id: UUID) -> Response:
        return Response(category(category_id=category_id))


class CategoryBySlug(PublicReads):
    """One category by its address. Two statements."""

    permission_classes = [Public]

    @extend_schema(responses=CategoryDetailOutput)
    def get(self, request: Request, slug: str) -> Response:
        return Response(category(slug=slug))


class BrandList(PublicReads):
    """All brands by name. Two statements."""

    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=BrandOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(brands(), dict)


class BrandDetail(PublicReads):
    """One brand. One statement."""

    permission_classes = [Public]

    @extend_schema(responses=BrandOutput)
    def get(self, request: Request, brand_id: UUID) -> Response:
        return Response(brand(brand_id=brand_id))


class BrandBySlug(PublicReads):
    """One brand by its address. One statement."""

    permission_classes = [Public]

    @extend_schema(responses=BrandOutput)
    def get(self, request: Request, slug: str) -> Response:
        return Response(brand(slug=slug))
