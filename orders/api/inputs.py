"""What clients may send. Form only; rules that need the database are the services'."""

from typing import Any

from rest_framework import serializers

from accounts.api.place_fields import PlaceFields
from marketplace.shared.api.contact_fields import LineText, PhoneField
from marketplace.shared.api.fields import (
    MoneyField,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictText,
)
from marketplace.shared.api.views import PageQuery

from ..selectors import buyer, vendor
from ..services.cart import MAX_ITEMS, MAX_UNITS
from ..services.checkout import Wanted
from ..states import OrderStatus


class ItemInput(StrictSerializer):
    """Units of a variant, or of a product's first variant."""

    product_id = serializers.UUIDField(required=False)
    variant_id = serializers.UUIDField(required=False)
    quantity = StrictInteger(min_value=1, max_value=MAX_UNITS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("product_id" in attrs) == ("variant_id" in attrs):
            raise serializers.ValidationError("Escriba product_id o variant_id, uno de los dos.")
        return attrs


class QuantityInput(StrictSerializer):
    """A new number of units."""

    quantity = StrictInteger(min_value=1, max_value=MAX_UNITS)


class CartQuery(StrictSerializer):
    """Where the cart would be sent."""

    department = LineText(required=False, max_length=80)


class MergeInput(StrictSerializer):
    """The guest's token; the header ``X-Cart-Token`` does as well."""

    cart_token = StrictText(required=False, max_length=100)


class AddressInput(PlaceFields):
    """Where the parcels go. ``#``, ``-`` and ``°`` are part of Colombian addresses."""

    full_name = LineText(min_length=3, max_length=120)
    phone = PhoneField()
    address = LineText(min_length=5, max_length=200)
    postal_code = StrictText(required=False, allow_blank=True, default="", max_length=6)
    notes = StrictText(required=False, allow_blank=True, default="", max_length=300)

    def validate_postal_code(self, text: str) -> str:
        if text and not (len(text) == 6 and text.isascii() and text.isdigit()):
            raise serializers.ValidationError("Escriba seis dígitos.")
        return text


class PlaceOrderInput(StrictSerializer):
    """A purchase: ``items``, or everything in the cart with ``from_cart``.

    It goes to ``shipping_address``, or to ``address_id`` of the buyer's own address book.
    """

    items = ItemInput(  # type: ignore[call-arg]  # many=True hands max_length to the list
        many=True, required=False, allow_empty=False, max_length=MAX_ITEMS
    )
    from_cart = StrictBoolean(required=False, default=False)
    shipping_address = AddressInput(required=False)
    address_id = serializers.UUIDField(required=False)
    coupon_code = StrictText(required=False, allow_blank=True, default="", max_length=40)
    expected_total = MoneyField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["from_cart"] == ("items" in attrs):
            raise serializers.ValidationError("Escriba items o from_cart, uno de los dos.")
        if "address_id" not in attrs and "shipping_address" not in attrs:
            required = serializers.ErrorDetail("Este campo es requerido.", "required")
            raise serializers.ValidationError({"shipping_address": [required]})
        if "address_id" in attrs and "shipping_address" in attrs:
            raise serializers.ValidationError(
                "Escriba shipping_address o address_id, uno de los dos."
            )
        return attrs


def wanted(checked: dict[str, Any]) -> list[Wanted] | None:
    """Return the items of a checked ``PlaceOrderInput``; None stands for the cart."""
    if checked["from_cart"]:
        return None
    return [Wanted(**item) for item in checked["items"]]


class OrderListQuery(PageQuery):
    """Filters and order of a buyer's list."""

    status = serializers.ChoiceField(OrderStatus.choices, required=False)
    ordering = serializers.ChoiceField(buyer.ORDERINGS, required=False)


class VendorOrderListQuery(PageQuery):
    """Filters and order of a vendor's list."""

    status = serializers.ChoiceField(OrderStatus.choices, required=False)
    ordering = serializers.ChoiceField(vendor.ORDERINGS, required=False)


class ReasonInput(StrictSerializer):
    """Why something is cancelled; a buyer need not say."""

    reason = StrictText(required=False, allow_blank=True, default="", max_length=300)


class ShipInput(StrictSerializer):
    """The parcel's carrier and number."""

    courier = StrictText(max_length=40)
    tracking_number = StrictText(max_length=40)


class StatusInput(StrictSerializer):
    """Where staff want the order; ``shipped`` needs the parcel too."""

    status = serializers.ChoiceField(OrderStatus.choices)
    reason = StrictText(min_length=3, max_length=300)
    courier = StrictText(required=False, allow_blank=True, default="", max_length=40)
    tracking_number = StrictText(required=False, allow_blank=True, default="", max_length=40)
