"""What the answers look like, for the API's description."""

from rest_framework import serializers

from marketplace.shared.api.fields import MoneyOutput

from ..states import OrderStatus


class AmountsOutput(serializers.Serializer):
    """``total = subtotal + iva + shipping - discount``, whole pesos."""

    subtotal = MoneyOutput()
    iva = MoneyOutput()
    shipping = MoneyOutput()
    discount = MoneyOutput()
    total = MoneyOutput()


class VendorRefOutput(serializers.Serializer):
    """A shop, as orders name it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()


class LineOutput(serializers.Serializer):
    """One variant, with what was true at the sale."""

    id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    variant_id = serializers.UUIDField()
    name = serializers.CharField()
    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyOutput()
    gross = MoneyOutput()
    discount = MoneyOutput()
    iva_class = serializers.CharField()
    iva_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    base = MoneyOutput()
    iva = MoneyOutput()


class ShipmentOutput(serializers.Serializer):
    """One parcel."""

    courier = serializers.CharField()
    tracking_number = serializers.CharField()
    shipped_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)


class ShippingAddressOutput(serializers.Serializer):
    """Where the parcels go."""

    full_name = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    city = serializers.CharField()
    department = serializers.CharField()
    city_code = serializers.CharField(
        required=False, help_text="Código DANE; los pedidos antiguos no lo tienen."
    )
    department_code = serializers.CharField(required=False, help_text="Código DANE.")
    postal_code = serializers.CharField(allow_blank=True)
    notes = serializers.CharField(allow_blank=True)


class PartOutput(AmountsOutput):
    """The part of one vendor."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    vendor = VendorRefOutput()
    status = serializers.ChoiceField(OrderStatus.choices)
    delivered_at = serializers.DateTimeField(allow_null=True)
    shipments = ShipmentOutput(many=True)
    lines = LineOutput(many=True)


class OrderOutput(AmountsOutput):
    """An order with the parts of its vendors."""

    id = serializers.UUIDField()
    order_number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    currency = serializers.CharField()
    email = serializers.EmailField()
    shipping_address = ShippingAddressOutput()
    created_at = serializers.DateTimeField()
    reserved_until = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    vendor_orders = PartOutput(many=True)


class OrderRowOutput(AmountsOutput):
    """An order in a list."""

    id = serializers.UUIDField()
    order_number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    currency = serializers.CharField()
    unit_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    reserved_until = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)


class PartStateOutput(serializers.Serializer):
    """Where a vendor order is now."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)


class OrderStateOutput(serializers.Serializer):
    """Where an order is now."""

    id = serializers.UUIDField()
    order_number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    vendor_orders = PartStateOutput(many=True)


class TimelineEntryOutput(serializers.Serializer):
    """One step; `by` is a role, never a person."""

    at = serializers.DateTimeField()
    vendor_order_id = serializers.UUIDField(allow_null=True)
    vendor_order_number = serializers.CharField(allow_null=True)
    from_status = serializers.CharField(allow_null=True)
    to_status = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # declared, it leaves the class
    by = serializers.CharField()
    by_label = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)


class TimelineOutput(serializers.Serializer):
    """The history, the oldest step first."""

    events = TimelineEntryOutput(many=True)


class OrdersHealthOutput(serializers.Serializer):
    """How the module is doing."""

    module = serializers.CharField()
    status = serializers.ChoiceField(["ok", "degraded"])
    overdue_reservations = serializers.IntegerField()


class VendorOrderRowOutput(AmountsOutput):
    """A vendor order in a list."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    city = serializers.CharField()
    unit_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)


class VendorOrderOutput(AmountsOutput):
    """A vendor order; `ship_to` only while the parcel is the shop's business."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    created_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    ship_to = ShippingAddressOutput(allow_null=True)
    shipments = ShipmentOutput(many=True)
    lines = LineOutput(many=True)


class VendorSummaryOutput(serializers.Serializer):
    """How many vendor orders are in each status."""

    counts = serializers.DictField(child=serializers.IntegerField())


class CartItemOutput(serializers.Serializer):
    """An item of a cart at today's price."""

    id = serializers.UUIDField()
    variant_id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    name = serializers.CharField()
    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyOutput()
    line_total = MoneyOutput()
    available = serializers.IntegerField()


class ChangedItemOutput(CartItemOutput):
    """The token comes once, when a guest's cart is made; also as header ``X-Cart-Token``."""

    cart_token = serializers.CharField(required=False)


class CartLineOutput(CartItemOutput):
    """An item with what was seen before."""

    slug = serializers.CharField()
    image_url = serializers.CharField(allow_null=True)
    seen_price = MoneyOutput()
    is_sellable = serializers.BooleanField()


class CartGroupOutput(serializers.Serializer):
    """The items of one vendor: one package."""

    vendor = VendorRefOutput()
    items = CartLineOutput(many=True)
    goods = MoneyOutput()
    shipping = MoneyOutput()
    free_shipping_from = MoneyOutput()
    missing_for_free_shipping = MoneyOutput()


class NoticeOutput(serializers.Serializer):
    """What to know before ordering."""

    code = serializers.ChoiceField(["price_changed", "not_enough_stock", "not_sold"])
    detail = serializers.CharField()
    item_id = serializers.UUIDField()


class CartOutput(AmountsOutput):
    """A cart and what it would cost now."""

    groups = CartGroupOutput(many=True)
    notices = NoticeOutput(many=True)
    item_count = serializers.IntegerField()
    unit_count = serializers.IntegerField()
    can_order = serializers.BooleanField()


class MergedOutput(serializers.Serializer):
    """How many items came over."""

    merged_items = serializers.IntegerField()
