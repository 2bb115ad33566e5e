"""Staff screens of the second factor; secrets and the codes' hashes are not shown."""

from django.contrib import admin

from marketplace.shared.staff_screens import SeenOnly

from ..models import LoginChallenge, RecoveryCode, TotpDevice


@admin.register(TotpDevice)
class TotpDeviceAdmin(SeenOnly):
    """Who confirms logins with an authenticator."""

    list_display = ["id", "user", "created_at", "confirmed_at"]
    list_filter = [("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    ordering = ["-created_at"]
    fields = ["id", "user", "created_at", "confirmed_at"]


@admin.register(RecoveryCode)
class RecoveryCodeAdmin(SeenOnly):
    """Which recovery codes are left."""

    list_display = ["id", "user", "created_at", "used_at"]
    list_filter = [("used_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    ordering = ["-id"]
    fields = ["id", "user", "created_at", "used_at"]


@admin.register(LoginChallenge)
class LoginChallengeAdmin(SeenOnly):
    """Logins between their two steps."""

    list_display = ["id", "user", "kind", "attempts", "created_at", "expires_at", "used_at"]
    list_filter = ["kind", ("used_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    ordering = ["-created_at"]
    fields = ["id", "user", "kind", "attempts", "created_at", "expires_at", "used_at"]
