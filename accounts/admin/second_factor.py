"""Staff screens of the second factor; secrets and the codes' hashes are not shown."""

from functools import partial

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.shared.staff_screens import (
    WHOLE_VALUES,
    ReadOnlyAdmin,
    ReasonForm,
    SeenOnly,
    for_each,
    staff_id,
)

from ..models import LoginChallenge, RecoveryCode, TotpDevice
from ..services.second_factor import take_away


@admin.register(TotpDevice)
class TotpDeviceAdmin(ReadOnlyAdmin):
    """Who confirms logins with an authenticator; for whoever lost theirs it is taken away."""

    list_display = ["id", "user", "created_at", "confirmed_at"]
    list_filter = [("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]
    fields = ["id", "user", "created_at", "confirmed_at"]
    action_form = ReasonForm
    actions = ["take_away_selected"]

    @admin.action(description="Quitar las verificaciones elegidas", permissions=["change"])
    def take_away_selected(self, request: HttpRequest, queryset: QuerySet[TotpDevice]) -> None:
        reason = request.POST.get("reason", "").strip()
        if not reason:
            self.message_user(request, "Escriba el motivo.", messages.ERROR)
            return
        deed = partial(take_away, actor_id=staff_id(request), reason=reason)
        rows = queryset.order_by("pk").values_list("user_id", "user__email")
        for_each(self, request, rows, lambda pk: deed(user_id=pk), told="Verificaciones quitadas")


@admin.register(RecoveryCode)
class RecoveryCodeAdmin(SeenOnly):
    """Which recovery codes are left."""

    list_display = ["id", "user", "created_at", "used_at"]
    list_filter = [("used_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    search_help_text = WHOLE_VALUES
    ordering = ["-id"]
    fields = ["id", "user", "created_at", "used_at"]


@admin.register(LoginChallenge)
class LoginChallengeAdmin(SeenOnly):
    """Logins between their two steps."""

    list_display = ["id", "user", "kind", "attempts", "created_at", "expires_at", "used_at"]
    list_filter = ["kind", ("used_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]
    fields = ["id", "user", "kind", "attempts", "created_at", "expires_at", "used_at"]
