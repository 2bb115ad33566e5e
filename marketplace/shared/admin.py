"""The kernel's staff screens: everything can be seen, only messages can be replayed."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from .models import AuditEntry, IdempotencyKey, OutboxMessage, SentMail
from .services.outbox import replay


class StaffScreen(admin.ModelAdmin):
    """Base of every screen: rows are neither added nor removed, and fields are read-only.

    A subclass may open some fields, if its ``save_model`` hands them to a service.
    """

    show_full_result_count = False
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [field.name for field in self.model._meta.fields]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(StaffScreen):
    """Shows rows and changes none; any app may use it for what a service must write.

    A row's page has no save, which would write back columns as they were when read. The right
    to change rows is the right to the list's actions.
    """

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
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
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what."""

    list_display = ["id", "at", "action", "subject_type", "subject_id", "actor_id", "ip"]
    list_filter = ["action", "subject_type"]
    search_fields = ["=subject_id", "=actor_id", "=request_id"]
    ordering = ["-id"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnlyAdmin):
    """Which requests were answered; the answers themselves stay private."""

    list_display = ["id", "route", "key", "response_status", "locked_until", "created_at"]
    list_filter = ["route", "response_status"]
    search_fields = ["=key", "=actor"]
    exclude = ["response_body"]
    ordering = ["-id"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        names = super().get_readonly_fields(request, obj)
        return [name for name in names if name != "response_body"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(SentMail)
class SentMailAdmin(ReadOnlyAdmin):
    """Which mails went out."""

    list_display = ["id", "kind", "recipient", "subject", "created_at", "sent_at"]
    list_filter = ["kind", ("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["=recipient"]
    ordering = ["-id"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
