"""The kernel's staff screens: everything can be seen, only messages can be replayed."""

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from .models import AuditEntry, IdempotencyKey, OutboxMessage, SentMail, StaffAccess
from .services.outbox import replay
from .staff_screens import ReadOnlyAdmin, SeenOnly


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
class AuditEntryAdmin(SeenOnly):
    """Who did what."""

    person_path = "actor_id"
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

    person_path = ""
    list_display = ["id", "kind", "recipient", "subject", "created_at", "sent_at"]
    list_filter = ["kind", ("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["=recipient"]
    ordering = ["-id"]


@admin.register(StaffAccess)
class StaffAccessAdmin(SeenOnly):
    """Who of the staff looked at whose data; superusers and whoever they give the right to."""

    list_display = ["id", "at", "staff_id", "kind", "subject_type", "subject_id", "person_id", "ip"]
    list_filter = ["kind", "subject_type"]
    search_fields = ["=staff_id", "=person_id", "=subject_id", "=request_id"]
    date_hierarchy = "at"
    ordering = ["-id"]
