"""Categories, to be read as a tree, and brands."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from marketplace.shared.staff_screens import StaffScreen, for_each

from ..models import Brand, Category
from ..services.brands import create_brand, rename_brand, update_brand
from ..services.categories import (
    create_category,
    move_category,
    rename_category,
    set_visible,
)


class Addable(StaffScreen):
    """Rows that staff may also make, through the service."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return request.user.has_perm(f"catalog.add_{self.opts.model_name}")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return []


@admin.register(Category)
class CategoryAdmin(Addable):
    """The tree; whatever is done to a branch is done to all below it."""

    fields = ["parent", "name", "position", "is_active"]
    list_display = ["indented_name", "path", "position", "is_active", "is_featured"]
    list_filter = ["is_active", "is_featured"]
    search_fields = ["=id", "name", "path"]
    autocomplete_fields = ["parent"]
    ordering = ["path"]
    list_per_page = 200

    @admin.display(description="categoría", ordering="path")
    def indented_name(self, category: Category) -> str:
        return "· " * (category.path.count("/") - 1) + category.name

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = form.cleaned_data
        parent_id = values["parent"].pk if values["parent"] else None
        if not change:
            made = create_category(
                name=values["name"], parent_id=parent_id, position=values["position"]
            )
            obj.pk, obj.slug, obj.path = made.pk, made.slug, made.path
            obj._state.adding = False
            return
        rename_category(category_id=obj.pk, name=values["name"])
        move_category(category_id=obj.pk, parent_id=parent_id, position=values["position"])
        if "is_active" in form.changed_data:
            set_visible(category_id=obj.pk, is_active=values["is_active"])


@admin.register(Brand)
class BrandAdmin(Addable):
    """Brands; shops propose, staff verify."""

    fields = ["name"]
    list_display = ["name", "slug", "is_verified", "is_featured", "created_at"]
    list_filter = ["is_verified", "is_featured"]
    search_fields = ["=id", "name"]
    ordering = ["name"]
    actions = ["verify_selected"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        name = form.cleaned_data["name"]
        if change:
            rename_brand(brand_id=obj.pk, name=name)
            return
        made = create_brand(name=name, is_verified=True)
        obj.pk, obj.slug = made.pk, made.slug
        obj._state.adding = False

    @admin.action(description="Verificar las marcas elegidas", permissions=["change"])
    def verify_selected(self, request: HttpRequest, queryset: QuerySet[Brand]) -> None:
        rows = list(queryset.order_by("pk").values_list("pk", "name"))
        for_each(
            self,
            request,
            rows,
            lambda pk: update_brand(brand_id=pk, is_verified=True),
            told="Marcas verificadas",
        )
