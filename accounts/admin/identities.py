"""Staff screens for sign-ins with other providers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.shared.staff_screens import (
    WHOLE_VALUES,
    ReadOnlyAdmin,
    SeenOnly,
    for_each,
    staff_id,
)

from ..models import SignInNonce, SocialIdentity
from ..services.identities import remove_identity


@admin.register(SocialIdentity)
class SocialIdentityAdmin(ReadOnlyAdmin):
    """Which Google account opens whose account; removing one leaves login sessions open."""

    list_display = ["id", "user", "provider", "email", "linked_at"]
    list_filter = ["provider"]
    list_select_related = ["user"]
    search_fields = ["=id", "=user__email", "=email", "=subject"]
    search_help_text = WHOLE_VALUES
    ordering = ["-linked_at"]
    actions = ["remove_selected"]

    @admin.action(description="Quitar los ingresos elegidos", permissions=["change"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[SocialIdentity]) -> None:
        actor_id = staff_id(request)
        for_each(
            self,
            request,
            queryset.order_by("pk").values_list("pk", "email"),
            lambda pk: remove_identity(identity_id=pk, actor_id=actor_id),
            told="Ingresos quitados",
        )


@admin.register(SignInNonce)
class SignInNonceAdmin(SeenOnly):
    """Nonces that were handed out; their hashes are not shown."""

    list_display = ["id", "created_at", "expires_at", "used_at"]
    list_filter = [("used_at", admin.EmptyFieldListFilter)]
    ordering = ["-created_at"]
    fields = ["id", "created_at", "expires_at", "used_at"]
