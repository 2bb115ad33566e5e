"""What the catalogue's staff screens share."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from marketplace.shared.admin import ReadOnlyAdmin
from marketplace.shared.errors import DomainError


class ReasonForm(ActionForm):
    """Asks for the reason beside the list of actions."""

    reason = forms.CharField(label="Motivo", required=False, max_length=300)


class SeenOnly(ReadOnlyAdmin):
    """Rows that nobody changes by hand."""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SeenOnlyInline(admin.TabularInline):
    """Rows that are shown with the one they belong to."""

    extra = 0
    can_delete = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SavedByService(ReadOnlyAdmin):
    """A form whose values go to services; ``written`` are the fields that staff may fill in."""

    written: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        names = super().get_readonly_fields(request, obj)
        return [name for name in names if name not in self.written]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a service's refusal on the same page; its transaction has kept nothing."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


def staff_id(request: HttpRequest) -> UUID | None:
    """Return who works here, for histories."""
    return request.user.pk


def for_each(
    screen: admin.ModelAdmin,
    request: HttpRequest,
    rows: Iterable[tuple[UUID, str]],
    deed: Callable[[UUID], Any],
    *,
    told: str,
) -> None:
    """Do ``deed`` to each of ``rows`` (id and name); tell each refusal, and how many were done."""
    done = 0
    for pk, name in rows:
        try:
            deed(pk)
        except DomainError as error:
            screen.message_user(request, f"{name}: {error.message}", messages.ERROR)
        else:
            done += 1
    screen.message_user(request, f"{told}: {done}")
