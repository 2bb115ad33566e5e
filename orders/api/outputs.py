"""What the answers look like, for the API's description."""

from rest_framework import serializers

from ..states import OrderStatus


def _money() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=14, decimal_places=2)


class AmountsOutput(serializers.Serializer):
    """``total = subtotal + iva + shipping - discount``, whole pesos."""

    subtotal = _money()
    iva = _money()
    shipping = _money()
    discount = _money()
    total = _money()


class VendorRefOutput(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()


class LineOutput(serializers.Serializer):
    id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    variant_id = serializers.UUIDField()
    name = serializers.CharField()
    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = _money()
    gross = _money()
    discount = _money()
    iva_class = serializers.CharField()
    iva_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    base = _money()
    iva = _money()


class ShipmentOutput(serializers.Serializer):
    courier = serializers.CharField()
    tracking_number = serializers.CharField()
    shipped_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)


class ShippingAddressOutput(serializers.Serializer):
    full_name = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    city = serializers.CharField()
    department = serializers.CharField()
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
    id = serializers.UUIDField()
    order_number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    currency = serializers.CharField()
    unit_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    reserved_until = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)


class PageOutput(serializers.Serializer):
    """The frame of every list."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class OrderPageOutput(PageOutput):
    results = OrderRowOutput(many=True)


class PartStateOutput(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)


class OrderStateOutput(serializers.Serializer):
    id = serializers.UUIDField()
    order_number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    vendor_orders = PartStateOutput(many=True)


class TimelineEntryOutput(serializers.Serializer):
    at = serializers.DateTimeField()
    vendor_order_id = serializers.UUIDField(allow_null=True)
    vendor_order_number = serializers.CharField(allow_null=True)
    from_status = serializers.CharField(allow_null=True)
    to_status = serializers.CharField()
    label = serializers.CharField()
    by = serializers.CharField()
    by_label = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)


class TimelineOutput(serializers.Serializer):
    events = TimelineEntryOutput(many=True)


class HealthOutput(serializers.Serializer):
    module = serializers.CharField()
    status = serializers.ChoiceField(["ok", "degraded"])
    overdue_reservations = serializers.IntegerField()


class VendorOrderRowOutput(AmountsOutput):
    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    city = serializers.CharField()
    unit_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)


class VendorOrderPageOutput(PageOutput):
    results = VendorOrderRowOutput(many=True)


class VendorOrderOutput(AmountsOutput):
    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    commission_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
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
    id = serializers.UUIDField()
    variant_id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    name = serializers.CharField()
    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = _money()
    line_total = _money()
    available = serializers.IntegerField()


class ChangedItemOutput(CartItemOutput):
    """The token comes once, when a guest's cart is made; also as header ``X-Cart-Token``."""

    cart_token = serializers.CharField(required=False)


class CartLineOutput(CartItemOutput):
    slug = serializers.CharField()
    image_url = serializers.CharField(allow_null=True)
    seen_price = _money()
    is_sellable = serializers.BooleanField()


class CartGroupOutput(serializers.Serializer):
    vendor = VendorRefOutput()
    items = CartLineOutput(many=True)
    goods = _money()
    shipping = _money()
    free_shipping_from = _money()
    missing_for_free_shipping = _money()


class NoticeOutput(serializers.Serializer):
    code = serializers.ChoiceField(["price_changed", "not_enough_stock", "not_sold"])
    detail = serializers.CharField()
    item_id = serializers.UUIDField()


class CartOutput(AmountsOutput):
    groups = CartGroupOutput(many=True)
    notices = NoticeOutput(many=True)
    item_count = serializers.IntegerField()
    unit_count = serializers.IntegerField()
    can_order = serializers.BooleanField()


class MergedOutput(serializers.Serializer):
    merged_items = serializers.IntegerField()
