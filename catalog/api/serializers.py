"""The form of what comes in. Rules that need the database are the services'."""

from typing import Any

from rest_framework import serializers

from marketplace.shared.api.contact_fields import LineText
from marketplace.shared.api.fields import (
    MoneyField,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictText,
)
from marketplace.shared.api.views import PageQuery

from ..models import Product
from ..selectors.filters import Filters
from ..selectors.search import SearchMode
from ..selectors.shelf import ORDERS
from ..services.stock import StockOperation
from ..states import ProductStatus
from ..tax import IvaClass

MAX_STOCK = 1_000_000
MAX_UPLOADS = 10


class ReferenceField(serializers.CharField):
    """A slug or an id in a query string."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=90, required=False, **kwargs)


class YesNoField(serializers.ChoiceField):
    """``true`` or ``false`` in a query string."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=["true", "false"], required=False, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data) == "true"


class FilterQuery(PageQuery):
    """What lists and searches may be narrowed by."""

    category = ReferenceField(help_text="Slug o id; incluye las subcategorías.")
    brand = ReferenceField(help_text="Slug o id.")
    vendor = ReferenceField(help_text="Slug o id.")
    min_price = MoneyField(required=False)
    max_price = MoneyField(required=False)
    in_stock = YesNoField()

    NARROWED_BY = ("category", "brand", "vendor", "min_price", "max_price", "in_stock")


class ShelfQuery(FilterQuery):
    """The query of ``GET /products``."""

    q = serializers.CharField(required=False, min_length=2, max_length=100)
    ordering = serializers.ChoiceField(choices=list(ORDERS), default="newest")


class SearchQuery(FilterQuery):
    """The query of ``GET /products/search``."""

    q = serializers.CharField(min_length=2, max_length=100)
    mode = serializers.ChoiceField(choices=list(SearchMode), default=SearchMode.HYBRID)


def filters_of(query: dict[str, Any], *, words: str | None = None) -> Filters:
    """Return the wishes in a checked ``FilterQuery``."""
    return Filters(words=words, **{name: query.get(name) for name in FilterQuery.NARROWED_BY})


class ShopQuery(PageQuery):
    """The query of ``GET /products/my-products``."""

    status = serializers.ChoiceField(choices=ProductStatus.choices, required=False)
    q = serializers.CharField(required=False, min_length=2, max_length=100)


class SkuQuery(StrictSerializer):
    """The query of ``GET /products/check-sku``."""

    sku = LineText(max_length=60)


class AttributesField(serializers.DictField):
    """Up to 50 properties, each a short text, number or yes/no."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        values = super().to_internal_value(data)
        if len(values) > 50:
            raise serializers.ValidationError("A lo sumo 50 características.")
        for name, value in values.items():
            if len(name) > 60 or not isinstance(value, str | int | bool):
                raise serializers.ValidationError({name: "Escriba un texto, un entero o true."})
            if isinstance(value, str) and len(value) > 200:
                raise serializers.ValidationError({name: "A lo sumo 200 caracteres."})
        return values


class VariantInput(StrictSerializer):
    """One variant of a new product."""

    price = MoneyField(min_value=1)
    stock = StrictInteger(min_value=0, max_value=MAX_STOCK)
    sku = LineText(max_length=60, required=False, allow_blank=True)
    name = LineText(max_length=120, required=False, allow_blank=True)
    options = AttributesField(required=False)
    compare_at_price = MoneyField(required=False, allow_null=True)
    barcode = LineText(max_length=20, required=False, allow_blank=True)


class CreateProductInput(StrictSerializer):
    """The body of ``POST /products``; without ``variants``, ``price`` and ``stock`` make one."""

    name = LineText(max_length=150)
    description = StrictText(max_length=10_000, required=False, allow_blank=True, default="")
    category_id = serializers.UUIDField()
    brand_id = serializers.UUIDField(required=False, allow_null=True)
    price = MoneyField(min_value=1, required=False)
    stock = StrictInteger(min_value=0, max_value=MAX_STOCK, required=False)
    sku = LineText(max_length=60, required=False, allow_blank=True)
    iva_class = serializers.ChoiceField(choices=IvaClass.choices, default=IvaClass.GENERAL)
    condition = serializers.ChoiceField(
        choices=Product.Condition.choices, default=Product.Condition.NEW
    )
    attributes = AttributesField(required=False)
    variants = serializers.ListField(child=VariantInput(), required=False, max_length=50)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("variants"):
            missing = {name: "Es obligatorio." for name in ("price", "stock") if name not in attrs}
            if missing:
                raise serializers.ValidationError(missing)
        return attrs


class UpdateProductInput(StrictSerializer):
    """The body of ``PATCH /products/{id}``; ``variant_id`` says whose ``price``."""

    name = LineText(max_length=150, required=False)
    description = StrictText(max_length=10_000, required=False, allow_blank=True)
    category_id = serializers.UUIDField(required=False)
    brand_id = serializers.UUIDField(required=False, allow_null=True)
    iva_class = serializers.ChoiceField(choices=IvaClass.choices, required=False)
    condition = serializers.ChoiceField(choices=Product.Condition.choices, required=False)
    attributes = AttributesField(required=False)
    warranty_months = StrictInteger(min_value=0, max_value=600, required=False)
    price = MoneyField(min_value=1, required=False)
    variant_id = serializers.UUIDField(required=False)


class ReplaceProductInput(UpdateProductInput):
    """The body of ``PUT /products/{id}``: what a product must say."""

    name = LineText(max_length=150)
    description = StrictText(max_length=10_000, allow_blank=True)
    category_id = serializers.UUIDField()


class UpdateVariantInput(StrictSerializer):
    """The body of ``PATCH /products/{id}/variants/{variant}``."""

    price = MoneyField(min_value=1, required=False)
    sku = LineText(max_length=60, required=False)
    name = LineText(max_length=120, required=False, allow_blank=True)
    options = AttributesField(required=False)
    compare_at_price = MoneyField(required=False, allow_null=True)
    barcode = LineText(max_length=20, required=False, allow_blank=True)
    low_stock_level = StrictInteger(min_value=0, max_value=MAX_STOCK, required=False)
    weight_grams = StrictInteger(min_value=1, max_value=2_000_000, required=False, allow_null=True)
    position = StrictInteger(min_value=0, max_value=1_000, required=False)
    is_active = StrictBoolean(required=False)


class StepInput(StrictSerializer):
    """The body of a step in a product's life."""

    reason = LineText(max_length=300, required=False, allow_blank=True, default="")


class RejectInput(StepInput):
    """A refusal says why."""

    reason = LineText(max_length=300)


class StockInput(StrictSerializer):
    """The body of ``POST /products/{id}/stock``."""

    operation = serializers.ChoiceField(choices=list(StockOperation))
    quantity = StrictInteger(min_value=0, max_value=MAX_STOCK)
    variant_id = serializers.UUIDField(required=False)
    reason = LineText(max_length=200, required=False, allow_blank=True, default="")


class UpdateImageInput(StrictSerializer):
    """The body of a change to a picture; ``is_primary`` true takes the place of the other."""

    alt = LineText(max_length=150, required=False, allow_blank=True)
    position = StrictInteger(min_value=0, max_value=1_000, required=False)
    is_primary = StrictBoolean(required=False)


class ImageInput(StrictSerializer):
    """The multipart form of ``POST /products/{id}/images``."""

    image = serializers.ListField(
        child=serializers.FileField(), min_length=1, max_length=MAX_UPLOADS
    )
    alt = LineText(max_length=150, required=False, allow_blank=True, default="")

    REPEATED = frozenset({"image"})
