"""``/api/v1/products`` for everybody: lists, search, detail; and for shops, a new product."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.idempotency import idempotent
from marketplace.shared.api.pagination import NumberedPages
from marketplace.shared.api.permissions import Public
from marketplace.shared.api.views import PageQuery
from marketplace.shared.errors import ForbiddenError, NotFoundError
from vendors.api.permissions import IsCatalogueMember

from ..errors import ProductNotFound
from ..selectors.detail import product_for_public, product_for_shop
from ..selectors.filters import Filters
from ..selectors.search import SearchMode, search_products
from ..selectors.shelf import Shelf
from ..services.products import (
    NewVariant,
    ProductChanges,
    create_product,
    delete_product,
    update_product,
)
from .outputs import (
    CardOutput,
    ProductOutput,
    SearchPageOutput,
    ShopProductOutput,
)
from .permissions import KeepsCatalogue, shop_of
from .serializers import (
    CreateProductInput,
    ReplaceProductInput,
    SearchQuery,
    ShelfQuery,
    UpdateProductInput,
    filters_of,
)
from .views import PublicReads, page_of


class ProductList(PublicReads):
    """The shelf, and the way onto it.

    Two statements; with a category a third, when this process reads the tree again (every 5 s).
    """

    permission_classes = [IsCatalogueMember]
    pagination_class = NumberedPages

    @extend_schema(parameters=[ShelfQuery], responses=CardOutput(many=True))
    def get(self, request: Request) -> Response:
        query = self.checked_query(ShelfQuery)
        filters = filters_of(query, words=query.get("q"))
        return page_of(self, Shelf(filters, ordering=query["ordering"]))

    @extend_schema(request=CreateProductInput, responses={201: ShopProductOutput})
    def post(self, request: Request) -> Response | HttpResponse:
        if "Idempotency-Key" in request.headers:
            return self._create_once(request)
        return self._create(request)

    @idempotent("products.create")
    def _create_once(self, request: Any) -> Response:
        return self._create(request)

    def _create(self, request: Any) -> Response:
        data = self.checked_body(CreateProductInput)
        vendor_id = request.membership.vendor_id
        variants = [NewVariant(**variant) for variant in data.pop("variants", [])]
        product = create_product(
            **{"price": 0, "stock": 0} | data,
            vendor_id=vendor_id,
            variants=variants,
            actor_id=request.user.pk,
        )
        return Response(
            product_for_shop(product_id=product.pk, vendor_id=vendor_id),
            status=status.HTTP_201_CREATED,
            headers={"Location": f"/api/v1/products/{product.pk}"},
        )


class FeaturedProducts(PublicReads):
    """What staff put in front, newest first. Two statements."""

    permission_classes = [Public]
    pagination_class = NumberedPages

    @extend_schema(parameters=[PageQuery], responses=CardOutput(many=True))
    def get(self, request: Request) -> Response:
        self.checked_query(PageQuery)
        return page_of(self, Shelf(Filters(featured=True)))


class ProductSearch(PublicReads):
    """By words and by meaning. At most three statements beside the call to the embedder."""

    permission_classes = [Public]

    @extend_schema(parameters=[SearchQuery], responses=SearchPageOutput)
    def get(self, request: Request) -> Response:
        query = self.checked_query(SearchQuery)
        found = search_products(
            query=query["q"], mode=SearchMode(query["mode"]), filters=filters_of(query)
        )
        return page_of(self, found, mode=found.mode, degraded=found.degraded)


class ProductDetail(PublicReads):
    """One product, in three statements; a shop finds its own also before they are public."""

    permission_classes = [KeepsCatalogue]

    @extend_schema(responses=ProductOutput)
    def get(self, request: Request, product_id: UUID) -> Response:
        try:
            return Response(product_for_public(product_id=product_id))
        except ProductNotFound:
            if "Authorization" not in request.headers:
                raise
        return Response(self._own(request, product_id))

    def _own(self, request: Request, product_id: UUID) -> dict[str, Any]:
        """Return a product that is not public to whoever keeps it; it does not exist for others."""
        try:
            may_pass = KeepsCatalogue().has_permission(request, self)
        except (ForbiddenError, NotFoundError):
            may_pass = False
        if not may_pass:
            raise ProductNotFound("El producto no existe.")
        return product_for_shop(product_id=product_id, vendor_id=shop_of(request))

    @extend_schema(request=UpdateProductInput, responses=ShopProductOutput)
    def patch(self, request: Request, product_id: UUID) -> Response:
        return self._update(request, product_id, self.checked_body(UpdateProductInput))

    @extend_schema(request=ReplaceProductInput, responses=ShopProductOutput)
    def put(self, request: Request, product_id: UUID) -> Response:
        return self._update(request, product_id, self.checked_body(ReplaceProductInput))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, product_id: UUID) -> Response:
        delete_product(product_id=product_id, actor_id=request.user.pk, vendor_id=shop_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _update(self, request: Request, product_id: UUID, data: dict[str, Any]) -> Response:
        vendor_id = shop_of(request)
        update_product(
            product_id=product_id,
            price=data.pop("price", None),
            variant_id=data.pop("variant_id", None),
            changes=cast(ProductChanges, data),
            actor_id=request.user.pk,
            vendor_id=vendor_id,
        )
        return Response(product_for_shop(product_id=product_id, vendor_id=vendor_id))


class ProductBySlug(PublicReads):
    """One product by its address. Three statements."""

    permission_classes = [Public]

    @extend_schema(responses=ProductOutput)
    def get(self, request: Request, slug: str) -> Response:
        return Response(product_for_public(slug=slug))
