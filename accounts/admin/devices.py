"""Staff screens for login sessions, their tokens, and the keys that sign these."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.shared.errors import DomainError
from marketplace.shared.staff_screens import WHOLE_VALUES, ReadOnlyAdmin, SeenOnly, staff_id

from ..devices import device_label
from ..models import LoginSession, RefreshToken, SigningKey
from ..services.sessions import CLOSED_BY_STAFF, revoke_session


@admin.register(LoginSession)
class LoginSessionAdmin(ReadOnlyAdmin):
    """Devices; closing one works at once."""

    person_path = "user_id"
    list_display = [
        *("id", "user", "kind", "ip", "device_name", "second_factor"),
        *("created_at", "last_used_at", "expires_at", "revoked_at"),
    ]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter), "kind", "revoked_reason"]
    fields = [
        *("id", "user", "kind", "second_factor", "ip", "user_agent", "created_at"),
        *("last_used_at", "expires_at", "revoked_at", "revoked_reason"),
    ]
    list_select_related = ["user"]
    search_fields = ["=id", "=user__email", "=ip"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]
    actions = ["revoke_selected"]

    @admin.display(description="dispositivo")
    def device_name(self, session: LoginSession) -> str:
        return device_label(session.user_agent)

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


@admin.register(SigningKey)
class SigningKeyAdmin(SeenOnly):
    """The names of the keys; ``manage.py roll_signing_key`` makes a new one."""

    list_display = ["kid", "created_at", "retires_at"]
    list_filter = [("retires_at", admin.EmptyFieldListFilter)]
    ordering = ["-created_at", "kid"]
