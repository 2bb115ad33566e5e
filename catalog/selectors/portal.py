"""What a shop sees of its own catalogue in the portal."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q

from ..errors import ProductNotFound
from ..models import Brand, Category, Product, ProductImage, StockMovement, Variant
from ..states import STEPS, ProductAction, ProductRole, ProductStatus

LATEST_MOVEMENTS = 10


@dataclass(frozen=True, kw_only=True)
class ProductFile:
    """One product as its shop works on it; ``actions`` are the steps open to the shop now."""

    product: Product
    variants: list[Variant]
    images: list[ProductImage]
    movements: list[StockMovement]
    actions: list[ProductAction]
    rejection: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a product's form offers: pairs of id and label."""

    categories: list[tuple[str, str]]
    brands: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class CatalogueFigures:
    """How many products of a shop are in which situation."""

    active: int
    drafts: int
    in_review: int
    rejected: int


def product_file(*, product_id: UUID, vendor_id: UUID) -> ProductFile:
    """Return one product of the shop with all that its page shows: five statements.

    Raises:
        ProductNotFound: no such product, deleted, or another shop's.
    """
    product = (
        Product.objects.of_vendor(vendor_id)
        .filter(pk=product_id)
        .select_related("category", "brand")
        .prefetch_related(
            Prefetch("variants", queryset=Variant.objects.order_by("position", "pk")),
            Prefetch(
                "images",
                queryset=ProductImage.objects.order_by("-is_primary", "position", "pk"),
            ),
        )
        .first()
    )
    if product is None:
        raise ProductNotFound("El producto no existe.")
    movements = (
        StockMovement.objects.filter(variant__product=product)
        .select_related("variant")
        .order_by("-pk")[:LATEST_MOVEMENTS]
    )
    return ProductFile(
        product=product,
        variants=list(product.variants.all()),
        images=list(product.images.all()),
        movements=list(movements),
        actions=_open_actions(ProductStatus(product.status)),
        rejection=_rejection(product),
    )


def _open_actions(status: ProductStatus) -> list[ProductAction]:
    return [
        action
        for (current, action), step in STEPS.items()
        if current == status and ProductRole.VENDOR in step.by
    ]


def _rejection(product: Product) -> str:
    """Return why staff rejected the product; nothing while it is not rejected."""
    if product.status != ProductStatus.REJECTED:
        return ""
    reasons = product.history.filter(to_status=ProductStatus.REJECTED).order_by("-pk")
    return reasons.values_list("reason", flat=True).first() or ""


def product_choices() -> Choices:
    """Return the visible categories, by their place in the tree, and the brands: 2 statements."""
    categories = list(
        Category.objects.filter(is_active=True).order_by("path").values_list("pk", "path", "name")
    )
    names = {path: name for _, path, name in categories}
    return Choices(
        categories=[(str(pk), _trail(path, names)) for pk, path, _ in categories],
        brands=[
            (str(pk), name) for pk, name in Brand.objects.order_by("name").values_list("pk", "name")
        ],
    )


def _trail(path: str, names: dict[str, str]) -> str:
    """Return ``Hogar › Cocina`` for ``hogar/cocina/``; hidden ancestors are left out."""
    slugs = path.rstrip("/").split("/")
    above = ("/".join(slugs[: depth + 1]) + "/" for depth in range(len(slugs)))
    return " › ".join(names[each] for each in above if each in names)


def low_stock(*, vendor_id: UUID, limit: int) -> list[Variant]:
    """Return the shop's variants for sale with no more free units than their warning level.

    The emptiest come first, with their products; one statement.
    """
    return list(
        Variant.objects.filter(
            vendor_id=vendor_id,
            is_active=True,
            product__status=ProductStatus.ACTIVE,
            product__deleted_at__isnull=True,
            on_hand__lte=F("reserved") + F("low_stock_level"),
        )
        .select_related("product")
        .order_by(F("on_hand") - F("reserved"), "pk")[:limit]
    )


def catalogue_figures(*, vendor_id: UUID) -> CatalogueFigures:
    """Count the shop's products by situation: one statement."""
    counts = Product.objects.of_vendor(vendor_id).aggregate(
        active=Count("pk", filter=Q(status=ProductStatus.ACTIVE)),
        drafts=Count("pk", filter=Q(status=ProductStatus.DRAFT)),
        in_review=Count("pk", filter=Q(status=ProductStatus.PENDING_REVIEW)),
        rejected=Count("pk", filter=Q(status=ProductStatus.REJECTED)),
    )
    return CatalogueFigures(**counts)
