"""``/api/v1/categories``: the tree for everybody, and its keeping for staff."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.fields import StrictSerializer
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import Public, StaffMay
from marketplace.shared.api.views import PageQuery

from ..selectors.filters import Filters
from ..selectors.shelf import Shelf
from ..selectors.tree import category, category_tree, child_categories, visible_categories
from ..services import categories
from .bulk import BulkAction, BulkView
from .outputs import (
    BulkOutput,
    CardOutput,
    CategoryDetailOutput,
    CategoryNodeOutput,
    CategoryOutput,
    CountOutput,
    NamedOutput,
)
from .tree_inputs import (
    BranchQuery,
    CategoryBulkInput,
    CategoryInput,
    CategoryPatch,
    DeleteQuery,
    MoveInput,
)
from .views import PublicReads, page_of


class KeepsTree(StaffMay):
    """Staff who keep the tree of categories."""

    model = "catalog.category"


class CategoryList(PublicReads):
    """All visible categories, in the order of their paths. Two statements."""

    permission_classes = [KeepsTree]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=CategoryOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        return self.numbered_page(visible_categories(), dict)

    @extend_schema(request=CategoryInput, responses={201: CategoryDetailOutput})
    def post(self, request: Request) -> Response:
        made = categories.create_category(**self.checked_body(CategoryInput))
        return Response(
            category(category_id=made.pk),
            status=status.HTTP_201_CREATED,
            headers={"Location": f"/api/v1/categories/{made.pk}"},
        )


class CategoryTree(PublicReads):
    """The visible tree in one answer. One statement."""

    permission_classes = [Public]

    @extend_schema(responses=CategoryNodeOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(StrictSerializer)
        return Response(category_tree())


class FeaturedCategories(PublicReads):
    """What staff put in front. Two statements."""

    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=CategoryOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        rows = visible_categories().filter(is_featured=True).order_by("position", "path")
        return self.numbered_page(rows, dict)


class CategoryDetail(PublicReads):
    """One category and the way to it. Two statements."""

    permission_classes = [KeepsTree]

    @extend_schema(responses=CategoryDetailOutput)
    def get(self, request: Request, category_id: UUID) -> Response:
        return Response(category(category_id=category_id))

    @extend_schema(request=CategoryPatch, responses=CategoryDetailOutput)
    def patch(self, request: Request, category_id: UUID) -> Response:
        return self._update(category_id, self.checked_body(CategoryPatch))

    @extend_schema(request=CategoryInput, responses=CategoryDetailOutput)
    def put(self, request: Request, category_id: UUID) -> Response:
        return self._update(category_id, self.checked_body(CategoryInput))

    @extend_schema(parameters=[DeleteQuery], responses={204: None})
    def delete(self, request: Request, category_id: UUID) -> Response:
        query = self.checked_query(DeleteQuery)
        categories.delete_category(category_id=category_id, force=query["force"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _update(self, category_id: UUID, fields: dict[str, Any]) -> Response:
        categories.update_category(category_id=category_id, **fields)
        return Response(category(category_id=category_id, with_hidden=True))


class CategoryBySlug(PublicReads):
    """One category by its address. Two statements."""

    permission_classes = [Public]

    @extend_schema(responses=CategoryDetailOutput)
    def get(self, request: Request, slug: str) -> Response:
        return Response(category(slug=slug))


class MoveCategory(PublicReads):
    """``POST /categories/{id}/move``: another parent, another place; below itself is refused."""

    permission_classes = [KeepsTree]

    @extend_schema(request=MoveInput, responses=CategoryDetailOutput)
    def post(self, request: Request, category_id: UUID) -> Response:
        data = self.checked_body(MoveInput)
        categories.move_category(category_id=category_id, **data)
        return Response(category(category_id=category_id, with_hidden=True))


class CategoryBreadcrumbs(PublicReads):
    """The way from the root, the category itself last. Two statements."""

    permission_classes = [Public]

    @extend_schema(responses=NamedOutput(many=True))
    def get(self, request: Request, category_id: UUID) -> Response:
        return Response(category(category_id=category_id)["breadcrumbs"])


class CategoryChildren(PublicReads):
    """The visible categories right below, in order of position. Two statements."""

    permission_classes = [Public]

    @extend_schema(responses=CategoryOutput(many=True))
    def get(self, request: Request, category_id: UUID) -> Response:
        self.checked_query(StrictSerializer)
        return Response(child_categories(category_id=category_id))


class CategoryProducts(PublicReads):
    """The products of the whole branch. Three statements; four when the tree is read again."""

    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[BranchQuery], responses=CardOutput(many=True))
    def get(self, request: Request, category_id: UUID) -> Response:
        query = self.checked_query(BranchQuery)
        category(category_id=category_id)
        return page_of(self, Shelf(Filters(category=str(category_id)), ordering=query["ordering"]))


class CategoryProductCount(PublicReads):
    """How many products the branch has, 10,000 standing for more."""

    permission_classes = [Public]

    @extend_schema(responses=CountOutput)
    def get(self, request: Request, category_id: UUID) -> Response:
        category(category_id=category_id)
        return Response({"count": Shelf(Filters(category=str(category_id))).count()})


class BulkCategories(BulkView):
    """``POST /categories/bulk``: up to 100 rows, each done or refused on its own."""

    permission_classes = [KeepsTree]
    input_class = CategoryBulkInput
    actions = {
        "create": BulkAction(
            lambda row: categories.create_category(**row).pk,
            needs={"name"},
            takes={"name", "parent_id", "position", "is_featured"},
        ),
        "update": BulkAction(
            lambda row: categories.update_category(category_id=row.pop("id"), **row).pk,
            needs={"id"},
            takes={"id", "name", "position", "is_featured", "is_active"},
        ),
        "move": BulkAction(
            lambda row: categories.move_category(category_id=row.pop("id"), **row).pk,
            needs={"id", "parent_id"},
            takes={"id", "parent_id", "position"},
        ),
        "delete": BulkAction(
            lambda row: categories.delete_category(category_id=row["id"]),
            needs={"id"},
            takes={"id"},
        ),
    }

    @extend_schema(request=CategoryBulkInput, responses=BulkOutput)
    def post(self, request: Request) -> Response:
        return self.answer(request)
