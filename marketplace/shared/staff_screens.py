"""What every app's admin is made of: rows are seen, and changed by services alone."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from .errors import DomainError
from .models import StaffAccess
from .services.access_log import record_access
from .staff_values import hidden, shown, shown_sets

Kind = StaffAccess.Kind


# For screens whose search has an index for whole values only.
WHOLE_VALUES = "Escriba el correo, teléfono o identificador completo."


class ReasonForm(ActionForm):
    """Asks for the reason beside the list of actions."""

    reason = forms.CharField(label="Motivo", required=False, max_length=300)


class StaffScreen(admin.ModelAdmin):
    """Base of every screen: rows are neither added nor removed, and fields are read-only.

    ``written`` are the fields that staff may fill in; a subclass that names some hands them to a
    service in ``save_model``.

    ``person_path`` is named by screens with personal data, whose every page is then written into
    the log of accesses: the path from a row to the person's id, such as ``order__buyer_id``, or
    an empty text where the rows belong to no one person.
    """

    show_full_result_count = False
    list_per_page = 50
    written: tuple[str, ...] = ()
    person_path: str | None = None

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        names = [field.name for field in self.model._meta.fields if field.name not in self.written]
        return shown(self.model, names)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return shown(self.model, super().get_list_display(request))

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return shown_sets(self.model, super().get_fieldsets(request, obj), but=self.written)

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*(self.exclude or ()), *hidden(self.get_readonly_fields(request, obj))]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a service's refusal on the same page; the page's transaction has kept nothing."""
        try:
            page = super().changeform_view(request, *args, **kwargs)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return self._logged(request, page, Kind.VIEW)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = super().changelist_view(request, *args, **kwargs)
        return self._logged(request, page, Kind.SEARCH if request.GET.get("q") else Kind.LIST)

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = super().history_view(request, *args, **kwargs)
        return self._logged(request, page, Kind.HISTORY)

    def _logged(self, request: HttpRequest, page: HttpResponse, kind: Kind) -> HttpResponse:
        """Return a page of personal data, which is not rendered yet, once the look is written down.

        Redirects show nothing and are not logged.
        """
        if self.person_path is None or not isinstance(page, TemplateResponse):
            return page
        shown = page.context_data or {}
        row = shown.get("original") or shown.get("object")
        record_access(
            staff_id=staff_id(request),
            kind=kind,
            subject_type=self.model._meta.label_lower,
            subject_id="" if row is None else row.pk,
            person_id=None if row is None else _person_of(row, self.person_path),
            page=request.path,
        )
        return page


class ReadOnlyAdmin(StaffScreen):
    """Shows rows and changes none; the right to change rows is the right to the list's actions.

    A row's page has no save, which would write back columns as they were when read.
    """

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)


class SeenOnly(ReadOnlyAdmin):
    """Rows that nobody changes by hand, not by an action either."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SeenOnlyInline(admin.TabularInline):
    """Rows that are shown with their parent; ``related`` is joined so that no row asks again."""

    extra = 0
    can_delete = False
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return shown(self.model, self.fields or ())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return shown_sets(self.model, super().get_fieldsets(request, obj))

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return hidden(self.get_readonly_fields(request, obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _person_of(row: Any, path: str) -> UUID | None:
    for name in path.split("__") if path else ():
        row = getattr(row, name, None)
    return row if path else None


def staff_id(request: HttpRequest) -> UUID:
    """Return who works here, for histories."""
    return UUID(str(request.user.pk))


def for_each(
    screen: admin.ModelAdmin,
    request: HttpRequest,
    rows: Iterable[tuple[UUID, str]],
    deed: Callable[[UUID], object],
    *,
    told: str,
) -> None:
    """Do ``deed`` to each of ``rows`` (id and name); tell each refusal, and how many were done.

    Each is a service with a transaction of its own: one that is refused is undone alone and does
    not stop the rest, and one that met a deadlock is tried again.
    """
    done = 0
    for pk, name in rows:
        try:
            deed(pk)
        except DomainError as error:
            screen.message_user(request, f"{name}: {error.message}", messages.ERROR)
        else:
            done += 1
    screen.message_user(request, f"{told}: {done}", messages.SUCCESS)
