"""What staff and shops send about categories and brands. Form only."""

from typing import Any

from rest_framework import serializers

from marketplace.shared.api.contact_fields import LineText
from marketplace.shared.api.fields import StrictBoolean, StrictInteger, StrictSerializer
from marketplace.shared.api.views import PageQuery

from ..selectors.shelf import ORDERS
from .serializers import YesNoField

MAX_ROWS = 100
MAX_POSITION = 32_767


def _position(**kwargs: Any) -> StrictInteger:
    return StrictInteger(min_value=0, max_value=MAX_POSITION, **kwargs)


class CategoryInput(StrictSerializer):
    """A category: a new one, or all of what staff may change."""

    name = LineText(max_length=80)
    parent_id = serializers.UUIDField(required=False, allow_null=True)
    position = _position(required=False)
    is_featured = StrictBoolean(required=False)
    is_active = StrictBoolean(required=False)


class CategoryPatch(CategoryInput):
    """Some of it."""

    name = LineText(max_length=80, required=False)


class MoveInput(StrictSerializer):
    """The body of ``POST /categories/{id}/move``; ``parent_id`` null makes a root."""

    parent_id = serializers.UUIDField(allow_null=True)
    position = _position(required=False)


class DeleteQuery(StrictSerializer):
    """The query of ``DELETE /categories/{id}``."""

    force = YesNoField(default=False, help_text="true sube las subcategorías y los productos.")


class BranchQuery(PageQuery):
    """The query of the products of a category or a brand."""

    ordering = serializers.ChoiceField(choices=list(ORDERS), default="newest")


class CategoryRow(CategoryPatch):
    """One row of a bulk operation; the action says which fields it needs."""

    id = serializers.UUIDField(required=False)


class CategoryBulkInput(StrictSerializer):
    """The body of ``POST /categories/bulk``."""

    action = serializers.ChoiceField(choices=["create", "update", "move", "delete"])
    rows = serializers.ListField(child=CategoryRow(), min_length=1, max_length=MAX_ROWS)
    validate_only = StrictBoolean(required=False, default=False)


class BrandInput(StrictSerializer):
    """A brand."""

    name = LineText(max_length=80)


class BrandPatch(StrictSerializer):
    """What staff may change about a brand."""

    name = LineText(max_length=80, required=False)
    is_verified = StrictBoolean(required=False)
    is_featured = StrictBoolean(required=False)


class BrandRow(BrandPatch):
    """One row of a bulk operation; the action says which fields it needs."""

    id = serializers.UUIDField(required=False)


class BrandBulkInput(StrictSerializer):
    """The body of ``POST /brands/bulk``."""

    action = serializers.ChoiceField(choices=["create", "update", "delete"])
    rows = serializers.ListField(child=BrandRow(), min_length=1, max_length=MAX_ROWS)
    validate_only = StrictBoolean(required=False, default=False)


class CompareInput(StrictSerializer):
    """The body of ``POST /brands/compare``."""

    brand_ids = serializers.ListField(child=serializers.UUIDField(), min_length=2, max_length=5)

    def validate_brand_ids(self, brand_ids: list[Any]) -> list[Any]:
        if len(set(brand_ids)) != len(brand_ids):
            raise serializers.ValidationError("Escriba marcas distintas.")
        return brand_ids
