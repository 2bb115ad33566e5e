"""What a product consists of: its pictures and variants."""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.shared.api.views import PlazaView

from ..errors import InvalidImage
from ..models import ProductImage
from ..pictures import MAX_BYTES
from ..selectors.detail import images_of_product, variants_of_product, variants_of_shop
from ..services.images import add_images, remove_image, update_image
from ..services.variant_edits import VariantChanges, add_variant, remove_variant, update_variant
from ..services.variants import NewVariant
from .outputs import ImageOutput, ShopVariantOutput, VariantOutput
from .permissions import KeepsCatalogue, shop_of
from .serializers import MAX_UPLOADS, ImageInput, UpdateImageInput, UpdateVariantInput, VariantInput
from .views import PublicReads

# What a multipart form needs around the picture itself.
FORM_BYTES = 64 * 1024


class ProductImages(PublicReads):
    """Pictures: everybody looks, shops and staff add."""

    permission_classes = [KeepsCatalogue]
    parser_classes = [MultiPartParser]

    @extend_schema(responses=ImageOutput(many=True))
    def get(self, request: Request, product_id: UUID) -> Response:
        return Response(images_of_product(product_id=product_id))

    @extend_schema(request={"multipart/form-data": ImageInput}, responses={201: ImageOutput})
    def post(self, request: Request, product_id: UUID) -> Response:
        """Add the picture ``image``; its field may come up to ten times, and then all or none."""
        limit = MAX_UPLOADS * MAX_BYTES + FORM_BYTES
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise InvalidImage("La imagen pasa de 5 MB.")
        data = self.checked_body(ImageInput)
        images = add_images(
            product_id=product_id,
            uploads=data["image"],
            alt=data["alt"],
            vendor_id=shop_of(request),
        )
        shown = [_image(image) for image in images]
        # One picture is answered as itself, as it was asked for.
        return Response(shown[0] if len(shown) == 1 else shown, status=status.HTTP_201_CREATED)


class ProductImageDetail(PlazaView):
    """One picture: its text, its place, whether it comes first."""

    permission_classes = [KeepsCatalogue]

    @extend_schema(request=UpdateImageInput, responses=ImageOutput)
    def put(self, request: Request, product_id: UUID, image_id: UUID) -> Response:
        return self.patch(request, product_id, image_id)

    @extend_schema(request=UpdateImageInput, responses=ImageOutput)
    def patch(self, request: Request, product_id: UUID, image_id: UUID) -> Response:
        image = update_image(
            product_id=product_id,
            image_id=image_id,
            **self.checked_body(UpdateImageInput),
            vendor_id=shop_of(request),
        )
        return Response(_image(image))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, product_id: UUID, image_id: UUID) -> Response:
        remove_image(product_id=product_id, image_id=image_id, vendor_id=shop_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _image(image: ProductImage) -> dict[str, Any]:
    return {
        "id": image.pk,
        "url": image.file.url,
        "alt": image.alt,
        "width": image.width,
        "height": image.height,
        "is_primary": image.is_primary,
    }


class ProductVariants(PublicReads):
    """Variants: everybody sees those for sale, shops and staff add."""

    permission_classes = [KeepsCatalogue]

    @extend_schema(responses=VariantOutput(many=True))
    def get(self, request: Request, product_id: UUID) -> Response:
        return Response(variants_of_product(product_id=product_id))

    @extend_schema(request=VariantInput, responses={201: ShopVariantOutput})
    def post(self, request: Request, product_id: UUID) -> Response:
        made = add_variant(
            product_id=product_id,
            wanted=NewVariant(**self.checked_body(VariantInput)),
            actor_id=request.user.pk,
            vendor_id=shop_of(request),
        )
        return Response(
            _variant(product_id, made.pk),
            status=status.HTTP_201_CREATED,
            headers={"Location": f"/api/v1/products/{product_id}/variants/{made.pk}"},
        )


class ProductVariantDetail(PlazaView):
    """One variant of a product."""

    permission_classes = [KeepsCatalogue]

    @extend_schema(request=UpdateVariantInput, responses=ShopVariantOutput)
    def patch(self, request: Request, product_id: UUID, variant_id: UUID) -> Response:
        data = self.checked_body(UpdateVariantInput)
        update_variant(
            product_id=product_id,
            variant_id=variant_id,
            price=data.pop("price", None),
            changes=cast(VariantChanges, data),
            actor_id=request.user.pk,
            vendor_id=shop_of(request),
        )
        return Response(_variant(product_id, variant_id))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, product_id: UUID, variant_id: UUID) -> Response:
        remove_variant(product_id=product_id, variant_id=variant_id, vendor_id=shop_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _variant(product_id: UUID, variant_id: UUID) -> dict[str, Any]:
    rows = variants_of_shop(product_id=product_id)
    return next(row for row in rows if row["id"] == variant_id)
