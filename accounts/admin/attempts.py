"""The staff screen for tries to sign in: what is locked, and lifting it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.shared.errors import DomainError
from marketplace.shared.staff_screens import WHOLE_VALUES, ReadOnlyAdmin, staff_id

from ..models import LoginAttempt
from ..selectors.login_attempts import BLOCK, HERE, NAME, in_force
from ..services.login_guard import lift_block, lift_locks_of_attempt


class LockFilter(admin.SimpleListFilter):
    """Leaves the failures that hold a lock at this moment."""

    title = "bloqueos en vigor"
    parameter_name = "lock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            (HERE, "de un correo desde una red"),
            (NAME, "de un correo desde cualquier parte"),
            (BLOCK, "de una red"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        limit_name = self.value()
        return in_force(queryset, limit_name) if limit_name in (HERE, NAME, BLOCK) else queryset


@admin.register(LoginAttempt)
class LoginAttemptAdmin(ReadOnlyAdmin):
    """Tries to sign in. What was typed is never shown, only whose account it was, if anybody's."""

    list_display = ["id", "started_at", "kind", "user", "block", "outcome", "settled_at"]
    list_filter = [LockFilter, "outcome", "kind"]
    list_select_related = ["user"]
    search_fields = ["=user__email", "=block"]
    search_help_text = WHOLE_VALUES
    ordering = ["-id"]
    actions = ["lift_accounts", "lift_blocks"]
    fields = [
        "id",
        "kind",
        "user",
        "block",
        "outcome",
        ("started_at", "settled_at"),
        ("counts_here", "counts_for_name", "counts_for_block"),
    ]

    @admin.action(description="Levantar el bloqueo de los correos elegidos", permissions=["change"])
    def lift_accounts(self, request: HttpRequest, queryset: QuerySet[LoginAttempt]) -> None:
        one_of_each = queryset.order_by("name_digest", "-pk").distinct("name_digest")
        lifted = 0
        for attempt in one_of_each.exclude(name_digest="").select_related("user"):
            try:
                lifted += lift_locks_of_attempt(attempt_id=attempt.pk, actor_id=staff_id(request))
            except DomainError as error:
                self.message_user(request, f"{attempt.user}: {error.message}", messages.ERROR)
        self.message_user(request, f"Intentos que ya no cuentan: {lifted}", messages.SUCCESS)

    @admin.action(description="Levantar el bloqueo de las redes elegidas", permissions=["change"])
    def lift_blocks(self, request: HttpRequest, queryset: QuerySet[LoginAttempt]) -> None:
        blocks = queryset.order_by("block").exclude(block="").values_list("block", flat=True)
        lifted = sum(
            lift_block(block=block, actor_id=staff_id(request)) for block in blocks.distinct()
        )
        self.message_user(request, f"Intentos que ya no cuentan: {lifted}", messages.SUCCESS)
