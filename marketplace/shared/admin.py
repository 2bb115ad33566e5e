"""The kernel's staff screens: everything can be seen, only messages can be replayed."""

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from .models import (
    AuditEntry,
    IdempotencyKey,
    OutboxMessage,
    SentMail,
    SentSms,
    StaffAccess,
    Unreachable,
)
from .services.outbox import replay
from .services.reach import lift_unreachable
from .staff_screens import WHOLE_VALUES, ReadOnlyAdmin, SeenOnly, staff_id


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
    search_help_text = WHOLE_VALUES
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
    """Which mails went out, and why others did not."""

    person_path = ""
    list_display = [
        "id",
        "kind",
        "recipient",
        "subject",
        "created_at",
        "sent_at",
        "refused_at",
        "error_code",
    ]
    list_filter = ["kind", ("sent_at", admin.EmptyFieldListFilter), "error_code"]
    search_fields = ["=recipient"]
    search_help_text = WHOLE_VALUES
    ordering = ["-id"]


@admin.register(SentSms)
class SentSmsAdmin(SeenOnly):
    """Which SMS went out and how far each came; their texts are not kept."""

    person_path = ""
    list_display = [
        "id",
        "kind",
        "recipient",
        "status",
        "error_code",
        "segments",
        "created_at",
        "sent_at",
    ]
    list_filter = ["status", "kind", "error_code"]
    search_fields = ["=recipient", "=provider_id"]
    search_help_text = WHOLE_VALUES
    ordering = ["-id"]


@admin.register(Unreachable)
class UnreachableAdmin(ReadOnlyAdmin):
    """Addresses that nothing is sent to any more; staff may lift that."""

    person_path = ""
    list_display = ["id", "channel", "address", "reason", "at"]
    list_filter = ["channel", "reason"]
    search_fields = ["=address"]
    search_help_text = WHOLE_VALUES
    ordering = ["-id"]
    actions = ["lift_selected"]

    @admin.action(description="Volver a enviar a las direcciones elegidas", permissions=["change"])
    def lift_selected(self, request: HttpRequest, queryset: QuerySet[Unreachable]) -> None:
        ids = list(queryset.order_by("pk").values_list("pk", flat=True))
        lifted = [
            pk for pk in ids if lift_unreachable(unreachable_id=pk, actor_id=staff_id(request))
        ]
        self.message_user(request, f"Direcciones que reciben de nuevo: {len(lifted)}")


@admin.register(StaffAccess)
class StaffAccessAdmin(SeenOnly):
    """Who of the staff looked at whose data; superusers and whoever they give the right to."""

    list_display = ["id", "at", "staff_id", "kind", "subject_type", "subject_id", "person_id", "ip"]
    list_filter = ["kind", "subject_type"]
    search_fields = ["=staff_id", "=person_id", "=subject_id", "=request_id"]
    search_help_text = WHOLE_VALUES
    date_hierarchy = "at"
    ordering = ["-id"]
