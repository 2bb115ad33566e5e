"""Staff screens for people: nobody edits somebody as strong as they are."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import HttpRequest

from marketplace.shared.phones import InvalidPhone, normalise_phone
from marketplace.shared.staff_screens import StaffScreen, for_each, staff_id

from ..models import User
from ..rank import groups_below, may_manage
from ..services.people import set_active, update_profile
from ..services.roles import set_groups
from ..services.sessions import close_sessions

REASON = "panel"


class PersonForm(forms.ModelForm):
    """The few fields of a person that staff may correct."""

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        try:
            return normalise_phone(phone) if phone else ""
        except InvalidPhone as error:
            raise forms.ValidationError(error.message) from error


@admin.register(User)
class UserAdmin(StaffScreen):
    """People. Nobody edits somebody as strong as they are; nobody becomes staff here."""

    person_path = "pk"
    form = PersonForm
    list_display = ["email", "name", "role", "is_active", "is_staff", "created_at"]
    list_filter = ["role", "is_active", "is_staff", "is_superuser"]
    search_fields = ["=id", "email", "first_name", "last_name", "=phone"]
    ordering = ["-created_at"]
    filter_horizontal = ["groups"]
    actions = ["deactivate_selected", "activate_selected", "close_sessions_of_selected"]
    fields = [
        "id",
        "email",
        ("first_name", "last_name"),
        ("phone", "pending_phone"),
        ("document_type", "document_number", "document_check_digit"),
        "language",
        "role",
        ("email_verified_at", "phone_verified_at"),
        ("is_active", "is_staff", "is_superuser"),
        "groups",
        ("created_at", "last_login"),
    ]
    corrected = ("first_name", "last_name", "phone")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Read the groups with the people: who stands above whom depends on them."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="nombre", ordering="first_name")
    def name(self, user: User) -> str:
        return user.full_name

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        names = super().get_readonly_fields(request, obj)
        open_to_all = [name for name in names if name not in self.corrected]
        return open_to_all if self._may_set_groups(request, obj) else [*open_to_all, "groups"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or may_manage(staff_member(request), obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the groups that this member of staff may give; others are no choice."""
        if db_field.name == "groups":
            mine = groups_below(staff_member(request))
            kwargs["queryset"] = Group.objects.filter(name__in=mine).order_by("name")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write the corrected fields through the service, which checks and audits."""
        update_profile(
            user_id=obj.pk,
            actor_id=staff_member(request).pk,
            **{name: form.cleaned_data[name] for name in self.corrected if form.cleaned_data[name]},
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write the groups through the service, if they were on the form at all."""
        if "groups" in form.cleaned_data:
            set_groups(
                user_id=form.instance.pk,
                group_ids=[group.pk for group in form.cleaned_data["groups"]],
                actor_id=staff_member(request).pk,
            )

    @admin.action(description="Cerrar las cuentas elegidas", permissions=["change"])
    def deactivate_selected(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set_active(request, queryset, is_active=False)

    @admin.action(description="Abrir de nuevo las cuentas elegidas", permissions=["change"])
    def activate_selected(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._set_active(request, queryset, is_active=True)

    @admin.action(description="Cerrar las sesiones de estas personas", permissions=["change"])
    def close_sessions_of_selected(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        close = partial(close_sessions, actor_id=staff_id(request))
        rows = queryset.order_by("pk").values_list("pk", "email")
        for_each(self, request, rows, lambda pk: close(user_id=pk), told="Personas sin sesiones")

    def _set_active(
        self, request: HttpRequest, queryset: QuerySet[User], *, is_active: bool
    ) -> None:
        change = partial(set_active, is_active=is_active, actor_id=staff_id(request), reason=REASON)
        rows = queryset.order_by("pk").values_list("pk", "email")
        for_each(self, request, rows, lambda pk: change(user_id=pk), told="Cuentas cambiadas")

    def _may_set_groups(self, request: HttpRequest, obj: Any) -> bool:
        """Tell whether the person is staff below an administrator: at most 3 queries."""
        actor = staff_member(request)
        if obj is None or not obj.is_staff or not groups_below(actor):
            return False
        return may_manage(actor, obj)


def staff_member(request: HttpRequest) -> Any:
    """Return the member of staff with their groups, read once; the admin lets nobody else in."""
    member: Any = request.user
    prefetch_related_objects([member], "groups")
    return member
