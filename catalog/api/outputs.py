"""What goes out, for the OpenAPI description; the selectors make the same shapes as plain rows."""

from rest_framework import serializers

from marketplace.shared.api.fields import MoneyOutput

from ..selectors.search import SearchMode
from ..states import ProductStatus


class NamedOutput(serializers.Serializer):
    """A shop, category or brand by name."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()


class ImageOutput(serializers.Serializer):
    """A picture."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    alt = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    is_primary = serializers.BooleanField()


class VariantOutput(serializers.Serializer):
    """A variant as buyers see it."""

    id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    options = serializers.DictField()
    price = MoneyOutput()
    compare_at_price = MoneyOutput(allow_null=True)
    stock = serializers.IntegerField()


class CardOutput(serializers.Serializer):
    """A product in a list."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    description = serializers.CharField()
    price = MoneyOutput()
    currency = serializers.CharField()
    stock = serializers.IntegerField()
    status = serializers.ChoiceField(choices=ProductStatus.choices)
    rating = serializers.FloatField(allow_null=True)
    review_count = serializers.IntegerField()
    image = serializers.CharField(allow_null=True)
    images = ImageOutput(many=True)
    variants = VariantOutput(many=True)
    vendor = NamedOutput()
    category = NamedOutput()
    brand = NamedOutput(allow_null=True)
    created_at = serializers.DateTimeField()


class SearchPageOutput(serializers.Serializer):
    """A page of hits: what was really searched by, and whether something was missing."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CardOutput(many=True)
    mode = serializers.ChoiceField(choices=list(SearchMode))
    degraded = serializers.BooleanField()


class ShopVariantOutput(VariantOutput):
    """A variant as its shop sees it."""

    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    is_active = serializers.BooleanField()


class SkuOutput(serializers.Serializer):
    """Whether a SKU is free."""

    sku = serializers.CharField()
    available = serializers.BooleanField()


class ShelfPlaceOutput(NamedOutput):
    """A product's category with its place in the tree."""

    path = serializers.CharField()


class ProductOutput(serializers.Serializer):
    """A product with everything that buyers see."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    description = serializers.CharField()
    price = MoneyOutput()
    currency = serializers.CharField()
    stock = serializers.IntegerField()
    status = serializers.ChoiceField(choices=ProductStatus.choices)
    iva_class = serializers.CharField()
    condition = serializers.CharField()
    attributes = serializers.DictField()
    warranty_months = serializers.IntegerField()
    rating = serializers.FloatField(allow_null=True)
    review_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    vendor = NamedOutput()
    category = ShelfPlaceOutput()
    brand = NamedOutput(allow_null=True)
    images = ImageOutput(many=True)
    variants = VariantOutput(many=True)


class ShopProductOutput(ProductOutput):
    """A product as its shop and staff see it."""

    variants = ShopVariantOutput(many=True)


class ShopCardOutput(serializers.Serializer):
    """A product in its shop's list."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    status = serializers.ChoiceField(choices=ProductStatus.choices)
    price = MoneyOutput()
    currency = serializers.CharField()
    stock = serializers.IntegerField()
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    variant_count = serializers.IntegerField()
    category_name = serializers.CharField()
    image = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class MovementOutput(serializers.Serializer):
    """One stock movement."""

    id = serializers.IntegerField()
    variant_id = serializers.UUIDField()
    sku = serializers.CharField()
    kind = serializers.CharField()
    quantity = serializers.IntegerField()
    on_hand_after = serializers.IntegerField()
    reason = serializers.CharField()
    order_id = serializers.UUIDField(allow_null=True)
    at = serializers.DateTimeField()


class NewMovementOutput(serializers.Serializer):
    """The movement that a change of stock wrote."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    quantity = serializers.IntegerField()
    on_hand_after = serializers.IntegerField()
    reason = serializers.CharField()


class StockOutput(serializers.Serializer):
    """A variant's figures after a change."""

    variant_id = serializers.UUIDField()
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()
    movement = NewMovementOutput()


class CategoryOutput(serializers.Serializer):
    """A category."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    path = serializers.CharField()
    parent_id = serializers.UUIDField(allow_null=True)
    position = serializers.IntegerField()
    is_featured = serializers.BooleanField()


class CategoryDetailOutput(CategoryOutput):
    """A category with the way to it."""

    breadcrumbs = NamedOutput(many=True)


class CategoryNodeOutput(CategoryOutput):
    """A category with those below it, each of the same shape."""

    children = serializers.ListField(child=serializers.DictField())


class BrandOutput(serializers.Serializer):
    """A brand."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    is_verified = serializers.BooleanField()
    is_featured = serializers.BooleanField()


class CountOutput(serializers.Serializer):
    """How many."""

    count = serializers.IntegerField()


class ComparedBrandOutput(BrandOutput):
    """A brand with figures of what is for sale."""

    product_count = serializers.IntegerField()
    lowest_price = MoneyOutput(allow_null=True)
    highest_price = MoneyOutput(allow_null=True)
    rating = serializers.FloatField(allow_null=True)
    review_count = serializers.IntegerField()


class RowErrorOutput(serializers.Serializer):
    """Why a row was refused."""

    code = serializers.CharField()
    detail = serializers.CharField()


class RowOutput(serializers.Serializer):
    """What became of one row."""

    index = serializers.IntegerField()
    id = serializers.UUIDField(allow_null=True)
    ok = serializers.BooleanField()
    error = RowErrorOutput(allow_null=True)


class BulkOutput(serializers.Serializer):
    """What became of many rows."""

    validate_only = serializers.BooleanField()
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    results = RowOutput(many=True)
