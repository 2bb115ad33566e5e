"""Products: what they say can be corrected, their life goes by the table of states."""

from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.shared.staff_screens import (
    ReasonForm,
    SeenOnlyInline,
    StaffScreen,
    for_each,
    staff_id,
)

from ..models import Product, ProductImage, ProductStatusChange, Variant
from ..services.products import ProductChanges, change_status, update_product
from ..states import ProductAction, ProductRole


class VariantInline(SeenOnlyInline):
    """What is sold; prices and stock have screens of their own."""

    model = Variant
    fields = ["sku", "name", "price", "compare_at_price", "on_hand", "reserved", "is_active"]
    ordering = ["position", "id"]
    show_change_link = True


class ImageInline(SeenOnlyInline):
    """The pictures."""

    model = ProductImage
    fields = ["file", "alt", "width", "height", "is_primary"]
    ordering = ["-is_primary", "position", "id"]


class StatusChangeInline(SeenOnlyInline):
    """The history, newest first."""

    model = ProductStatusChange
    fields = ["at", "from_status", "to_status", "actor_id", "reason"]
    ordering = ["-id"]


@admin.register(Product)
class ProductAdmin(StaffScreen):
    """The desk where products are looked at."""

    written = (
        "name",
        "description",
        "category",
        "brand",
        "iva_class",
        "condition",
        "warranty_months",
        "is_featured",
    )
    exclude = ["search_vector", "attributes"]
    action_form = ReasonForm
    list_display = ["name", "status", "vendor", "category", "brand", "price", "published_at"]
    list_filter = ["status", "is_featured", "iva_class"]
    list_select_related = ["vendor", "category", "brand"]
    search_fields = ["=id", "name", "=variants__sku", "vendor__name"]
    autocomplete_fields = ["category", "brand"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    inlines = [VariantInline, ImageInline, StatusChangeInline]
    actions = ["approve_selected", "reject_selected", "pause_selected", "resume_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return Product.objects.alive().defer("search_vector")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        hidden = ("search_vector", "attributes")
        return [name for name in super().get_readonly_fields(request, obj) if name not in hidden]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        for name in ("category", "brand"):
            if name in values:
                chosen = values.pop(name)
                values[f"{name}_id"] = chosen.pk if chosen else None
        update_product(
            product_id=obj.pk, changes=cast(ProductChanges, values), actor_id=staff_id(request)
        )

    @admin.action(description="Aprobar los productos elegidos", permissions=["change"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self._move(request, queryset, ProductAction.APPROVE)

    @admin.action(description="Rechazar los productos elegidos", permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self._move(request, queryset, ProductAction.REJECT)

    @admin.action(description="Pausar los productos elegidos", permissions=["change"])
    def pause_selected(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self._move(request, queryset, ProductAction.PAUSE)

    @admin.action(description="Reanudar los productos elegidos", permissions=["change"])
    def resume_selected(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self._move(request, queryset, ProductAction.RESUME)

    def _move(
        self, request: HttpRequest, queryset: QuerySet[Product], action: ProductAction
    ) -> None:
        move = partial(
            change_status,
            action=action,
            role=ProductRole.STAFF,
            actor_id=staff_id(request),
            reason=request.POST.get("reason", ""),
        )
        rows = list(queryset.order_by("pk").values_list("pk", "name"))
        for_each(self, request, rows, lambda pk: move(product_id=pk), told="Productos cambiados")
