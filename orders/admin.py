"""Staff screens: everything can be seen; orders move by the services alone."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from marketplace.shared.staff_screens import ReadOnlyAdmin, SeenOnlyInline, for_each, staff_id

from .models import (
    Cart,
    CartItem,
    Order,
    OrderLine,
    Return,
    ReturnLine,
    Shipment,
    ShipmentLine,
    StatusChange,
    VendorOrder,
)
from .services.transitions import cancel_order, cancel_vendor_order, deliver, prepare
from .states import Role, reason_text

ADDRESS_LINES = ("full_name", "phone", "address", "city", "department", "postal_code", "notes")
SEES_ADDRESSES = "accounts.view_address"
REASON = "Cancelado por el equipo desde el panel"


class CartItemInline(SeenOnlyInline):
    """What lies in a cart."""

    model = CartItem
    fields = ["variant", "quantity", "seen_price", "created_at"]
    related = ("variant",)


class VendorOrderInline(SeenOnlyInline):
    """The parts of an order."""

    model = VendorOrder
    fields = ["number", "vendor", "status", "subtotal", "iva", "shipping", "discount", "total"]
    related = ("vendor",)
    show_change_link = True


class OrderLineInline(SeenOnlyInline):
    """What was bought."""

    model = OrderLine
    fields = ["position", "name", "sku", "quantity", "unit_price", "gross", "base", "iva"]
    ordering = ["position"]


class StatusChangeInline(SeenOnlyInline):
    """What happened."""

    model = StatusChange
    fields = ["at", "vendor_order", "from_status", "to_status", "role", "actor_id", "why"]
    related = ("vendor_order",)
    ordering = ["pk"]

    @admin.display(description="motivo")
    def why(self, change: StatusChange) -> str:
        return reason_text(change.reason)


class ShipmentInline(SeenOnlyInline):
    """The parcels of a vendor order."""

    model = Shipment
    fields = ["courier", "tracking_number", "shipped_at", "delivered_at"]


class ShipmentLineInline(SeenOnlyInline):
    """What lies in a parcel."""

    model = ShipmentLine
    fields = ["line", "quantity"]
    related = ("line",)


class ReturnLineInline(SeenOnlyInline):
    """What comes back."""

    model = ReturnLine
    fields = ["line", "quantity"]
    related = ("line",)


def _numbered(queryset: QuerySet[Any]) -> Iterable[tuple[UUID, str]]:
    """Return the id and the readable number of each row, in the order in which they are locked."""
    return queryset.order_by("pk").values_list("pk", "number")


@admin.register(Cart)
class CartAdmin(ReadOnlyAdmin):
    """What people mean to buy."""

    person_path = "user_id"
    list_display = ["id", "user", "updated_at", "created_at"]
    list_select_related = ["user"]
    search_fields = ["=id", "user__email"]
    exclude = ["token_digest"]
    ordering = ["-pk"]
    inlines = [CartItemInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        names = super().get_readonly_fields(request, obj)
        return [name for name in names if name != "token_digest"]


@admin.register(CartItem)
class CartItemAdmin(ReadOnlyAdmin):
    """One variant in a cart."""

    list_display = ["id", "cart", "variant", "quantity", "seen_price", "created_at"]
    list_select_related = ["cart", "variant"]
    search_fields = ["=id", "=cart__id", "variant__sku"]
    ordering = ["-pk"]


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Purchases."""

    person_path = "buyer_id"
    list_display = ["number", "total", "status", "created_at", "buyer", "reserved_until", "paid_at"]
    list_filter = ["status", "created_at"]
    list_select_related = ["buyer"]
    search_fields = ["=id", "number", "email"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    exclude = ["shipping_address"]
    inlines = [VendorOrderInline, OrderLineInline, StatusChangeInline]
    actions = ["cancel_selected"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """Show where the parcel goes to those alone who may see people's addresses."""
        names = super().get_readonly_fields(request, obj)
        names.remove("shipping_address")
        return [*names, "ship_to"] if request.user.has_perm(SEES_ADDRESSES) else names

    @admin.display(description="dirección de entrega")
    def ship_to(self, order: Order) -> str:
        lines = [str(order.shipping_address.get(name) or "") for name in ADDRESS_LINES]
        return "\n".join(line for line in lines if line)

    @admin.action(description="Cancelar los pedidos elegidos", permissions=["change"])
    def cancel_selected(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        def cancel(order_id: UUID) -> None:
            cancel_order(
                order_id=order_id, role=Role.STAFF, actor_id=staff_id(request), reason=REASON
            )

        for_each(self, request, _numbered(queryset), cancel, told="Pedidos cancelados")


@admin.register(VendorOrder)
class VendorOrderAdmin(ReadOnlyAdmin):
    """The parts of vendors."""

    person_path = "order__buyer_id"
    list_display = ["number", "total", "status", "created_at", "vendor", "delivered_at"]
    list_filter = ["status", "created_at"]
    list_select_related = ["vendor"]
    search_fields = ["=id", "number", "vendor__name"]
    ordering = ["-created_at", "-pk"]
    inlines = [OrderLineInline, ShipmentInline, StatusChangeInline]
    actions = ["prepare_selected", "deliver_selected", "cancel_selected"]

    @admin.action(description="Preparar los pedidos elegidos", permissions=["change"])
    def prepare_selected(self, request: HttpRequest, queryset: QuerySet[VendorOrder]) -> None:
        def take(part_id: UUID) -> None:
            prepare(vendor_order_id=part_id, role=Role.STAFF, actor_id=staff_id(request))

        for_each(self, request, _numbered(queryset), take, told="Pedidos en preparación")

    @admin.action(description="Marcar como entregados", permissions=["change"])
    def deliver_selected(self, request: HttpRequest, queryset: QuerySet[VendorOrder]) -> None:
        def take(part_id: UUID) -> None:
            deliver(vendor_order_id=part_id, role=Role.STAFF, actor_id=staff_id(request))

        for_each(self, request, _numbered(queryset), take, told="Pedidos entregados")

    @admin.action(description="Cancelar los pedidos elegidos", permissions=["change"])
    def cancel_selected(self, request: HttpRequest, queryset: QuerySet[VendorOrder]) -> None:
        def cancel(part_id: UUID) -> None:
            cancel_vendor_order(
                vendor_order_id=part_id,
                role=Role.STAFF,
                actor_id=staff_id(request),
                reason=REASON,
            )

        for_each(self, request, _numbered(queryset), cancel, told="Pedidos cancelados")


@admin.register(OrderLine)
class OrderLineAdmin(ReadOnlyAdmin):
    """What was sold."""

    list_display = ["id", "order", "name", "sku", "quantity", "unit_price", "gross"]
    list_select_related = ["order"]
    search_fields = ["=id", "order__number", "sku"]
    ordering = ["-pk"]


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnlyAdmin):
    """The history of all orders."""

    list_display = ["id", "at", "order", "vendor_order", "from_status", "to_status", "role"]
    list_filter = ["to_status", "role"]
    list_select_related = ["order", "vendor_order"]
    search_fields = ["order__number", "=actor_id"]
    ordering = ["-pk"]


@admin.register(Shipment)
class ShipmentAdmin(ReadOnlyAdmin):
    """Parcels on their way."""

    list_display = ["id", "vendor_order", "courier", "tracking_number", "shipped_at"]
    list_filter = ["courier"]
    list_select_related = ["vendor_order"]
    search_fields = ["=tracking_number", "vendor_order__number"]
    ordering = ["-pk"]
    inlines = [ShipmentLineInline]


@admin.register(ShipmentLine)
class ShipmentLineAdmin(ReadOnlyAdmin):
    """What lies in parcels."""

    list_display = ["id", "shipment", "line", "quantity"]
    list_select_related = ["shipment", "line"]
    search_fields = ["shipment__tracking_number"]
    ordering = ["-pk"]


@admin.register(Return)
class ReturnAdmin(ReadOnlyAdmin):
    """Parcels on their way back."""

    person_path = "vendor_order__order__buyer_id"
    list_display = ["id", "vendor_order", "kind", "status", "created_at"]
    list_filter = ["kind", "status"]
    list_select_related = ["vendor_order"]
    search_fields = ["=id", "vendor_order__number"]
    ordering = ["-pk"]
    inlines = [ReturnLineInline]


@admin.register(ReturnLine)
class ReturnLineAdmin(ReadOnlyAdmin):
    """What comes back."""

    list_display = ["id", "goods_return", "line", "quantity"]
    list_select_related = ["goods_return", "line"]
    search_fields = ["=goods_return__id"]
    ordering = ["-pk"]
