"""Variants, why there are as many units as there are, and the form that corrects them."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.shared.staff_screens import SeenOnly, SeenOnlyInline, for_each, staff_id

from ..models import PriceChange, Reservation, StockMovement, Variant
from ..services.stock import MAX_ON_HAND, StockOperation, change_stock


class StockForm(ActionForm):
    """Asks what to do, with how many units, and why, beside the list of actions."""

    operation = forms.ChoiceField(
        label="Operación",
        required=False,
        choices=[
            (StockOperation.ADD.value, "sumar"),
            (StockOperation.SUBTRACT.value, "restar"),
            (StockOperation.SET.value, "fijar en"),
        ],
    )
    quantity = forms.IntegerField(
        label="Unidades", required=False, min_value=0, max_value=MAX_ON_HAND
    )
    reason = forms.CharField(label="Motivo", required=False, max_length=200)


class PriceChangeInline(SeenOnlyInline):
    """Every price."""

    model = PriceChange
    fields = ["at", "price", "actor_id"]
    ordering = ["-id"]


@admin.register(Variant)
class VariantAdmin(SeenOnly):
    """Variants of all shops with their stock."""

    action_form = StockForm
    list_display = ["sku", "product", "name", "vendor", "price", "on_hand", "reserved", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["product", "vendor"]
    search_fields = ["=id", "=sku", "product__name"]
    ordering = ["-created_at"]
    inlines = [PriceChangeInline]
    actions = ["change_stock_of_selected"]

    @admin.action(description="Cambiar las existencias de las variantes elegidas")
    def change_stock_of_selected(self, request: HttpRequest, queryset: QuerySet[Variant]) -> None:
        if not request.user.has_perm("catalog.change_variant"):
            self.message_user(request, "No tiene permiso para cambiar existencias.", messages.ERROR)
            return
        # Django has checked the form by now; only that something was written is left to check.
        quantity = request.POST.get("quantity", "")
        if not quantity:
            self.message_user(request, "Escriba cuántas unidades.", messages.ERROR)
            return
        change = partial(
            change_stock,
            operation=request.POST["operation"],
            quantity=int(quantity),
            reason=request.POST.get("reason") or "Corrección del equipo",
            actor_id=staff_id(request),
        )
        rows = list(queryset.order_by("pk").values_list("pk", "sku"))
        for_each(self, request, rows, lambda pk: change(variant_id=pk), told="Variantes cambiadas")


@admin.register(StockMovement)
class StockMovementAdmin(SeenOnly):
    """All movements, newest first."""

    list_display = ["id", "at", "variant", "kind", "quantity", "on_hand_after", "reason"]
    list_filter = ["kind"]
    list_select_related = ["variant"]
    search_fields = ["=variant__sku", "=order_id"]
    ordering = ["-id"]


@admin.register(Reservation)
class ReservationAdmin(SeenOnly):
    """Units that are set aside, or were."""

    list_display = ["id", "created_at", "variant", "quantity", "state", "order_id", "ended_at"]
    list_filter = ["state"]
    list_select_related = ["variant"]
    search_fields = ["=order_id", "=variant__sku"]
    ordering = ["-created_at"]


@admin.register(PriceChange)
class PriceChangeAdmin(SeenOnly):
    """All prices that ever were."""

    list_display = ["id", "at", "variant", "price", "actor_id"]
    list_select_related = ["variant"]
    search_fields = ["=variant__sku"]
    ordering = ["-id"]
