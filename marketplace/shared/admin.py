"""What all staff screens share, and the kernel's own: all is seen, only messages are replayed."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from .errors import DomainError
from .models import AuditEntry, IdempotencyKey, OutboxMessage, SentMail
from .services.outbox import replay


class ReasonForm(ActionForm):
    """Asks for the reason beside the list of actions."""

    reason = forms.CharField(label="Motivo", required=False, max_length=300)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Base of screens whose few open fields are saved by a service."""

    show_full_result_count = False
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [field.name for field in self.model._meta.fields]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SeenOnly(ReadOnlyAdmin):
    """Shows rows. A row's page has no save, which would write back columns as they were read.

    The right to change rows is the right to the list's actions.
    """

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)


class SeenOnlyInline(admin.TabularInline):
    """Rows of a parent; ``related`` names what is joined so that no row asks again."""

    extra = 0
    can_delete = False
    related: ClassVar[list[str]] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [str(name) for name in self.fields or ()]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def for_each(
    screen: admin.ModelAdmin,
    request: HttpRequest,
    rows: Iterable[tuple[Any, str]],
    deed: Callable[[Any], object],
    *,
    told: str,
) -> None:
    """Do ``deed`` to each of ``rows`` (id and name); one that is refused does not stop the rest.

    Tells each refusal by name, and how many were done.
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


def staff_id(request: HttpRequest) -> UUID:
    """Return who acts; the admin lets only signed-in staff in."""
    staff: Any = request.user
    return staff.pk


@admin.register(OutboxMessage)
class OutboxMessageAdmin(SeenOnly):
    """What waits, what failed and why; dead messages can be replayed."""

    list_display = ["id", "event", "handler", "status", "attempts", "next_attempt_at", "created_at"]
    list_filter = ["status", "event"]
    search_fields = ["=id", "handler"]
    ordering = ["-id"]
    actions = ["replay_selected"]

    @admin.action(description="Entregar de nuevo los mensajes elegidos", permissions=["change"])
    def replay_selected(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        count = replay(message_ids=queryset.values_list("pk", flat=True))
        self.message_user(request, f"Mensajes por entregar de nuevo: {count}", messages.SUCCESS)


@admin.register(AuditEntry)
class AuditEntryAdmin(SeenOnly):
    """Who did what."""

    list_display = ["id", "at", "action", "subject_type", "subject_id", "actor_id", "ip"]
    list_filter = ["action", "subject_type"]
    search_fields = ["=subject_id", "=actor_id", "=request_id"]
    ordering = ["-id"]


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(SeenOnly):
    """Which requests were answered; the answers themselves stay private."""

    list_display = ["id", "route", "key", "response_status", "locked_until", "created_at"]
    list_filter = ["route", "response_status"]
    search_fields = ["=key", "=actor"]
    exclude = ["response_body"]
    ordering = ["-id"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        names = super().get_readonly_fields(request, obj)
        return [name for name in names if name != "response_body"]


@admin.register(SentMail)
class SentMailAdmin(SeenOnly):
    """Which mails went out."""

    list_display = ["id", "kind", "recipient", "subject", "created_at", "sent_at"]
    list_filter = ["kind", ("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["=recipient"]
    ordering = ["-id"]
