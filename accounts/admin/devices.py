"""Staff screens for login sessions and their tokens."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.shared.errors import DomainError
from marketplace.shared.staff_screens import ReadOnlyAdmin, SeenOnly, staff_id

from ..models import LoginSession, RefreshToken
from ..services.sessions import CLOSED_BY_STAFF, revoke_session


@admin.register(LoginSession)
class LoginSessionAdmin(ReadOnlyAdmin):
    """Devices; closing one works at once."""

    person_path = "user_id"
    list_display = ["id", "user", "ip", "created_at", "last_used_at", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter), "revoked_reason"]
    list_select_related = ["user"]
    search_fields = ["=id", "=user__email", "=ip"]
    ordering = ["-created_at"]
    actions = ["revoke_selected"]

    @admin.action(description="Cerrar las sesiones elegidas", permissions=["change"])
    def revoke_selected(self, request: HttpRequest, queryset: QuerySet[LoginSession]) -> None:
        closed = 0
        for session_id in queryset.order_by("pk").values_list("pk", flat=True):
            try:
                revoke_session(
                    session_id=session_id,
                    reason=CLOSED_BY_STAFF,
                    actor_id=staff_id(request),
                )
            except DomainError as error:
                self.message_user(request, f"#{session_id}: {error.message}", messages.ERROR)
            else:
                closed += 1
        self.message_user(request, f"Sesiones cerradas: {closed}")


@admin.register(RefreshToken)
class RefreshTokenAdmin(SeenOnly):
    """The chain of a session; the tokens' hashes are not shown."""

    list_display = ["id", "session", "created_at", "used_at", "expires_at"]
    list_select_related = ["session"]
    search_fields = ["=session__id"]
    ordering = ["-id"]
    fields = ["id", "session", "created_at", "used_at", "expires_at"]
