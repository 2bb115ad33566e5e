"""Staff screens for codes, links and who asked for them; hashes are never shown."""

from django.contrib import admin

from marketplace.shared.staff_screens import WHOLE_VALUES, SeenOnly

from ..models import LinkToken, OneTimeCode, SendRequest

_TIMES = ("created_at", "sent_at", "expires_at", "used_at", "replaced_at")


@admin.register(OneTimeCode)
class OneTimeCodeAdmin(SeenOnly):
    """Codes that were asked for, and what came of them."""

    list_display = ["id", "user", "purpose", "attempts", "created_at", "expires_at", "used_at"]
    list_filter = ["purpose"]
    list_select_related = ["user"]
    search_fields = ["=user__email", "=destination"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]
    fields = ["id", "user", "purpose", "destination", "previous", "attempts", *_TIMES]


@admin.register(LinkToken)
class LinkTokenAdmin(SeenOnly):
    """Links that were asked for, and what came of them."""

    list_display = ["id", "user", "purpose", "created_at", "expires_at", "used_at", "replaced_at"]
    list_filter = ["purpose"]
    list_select_related = ["user"]
    search_fields = ["=user__email", "=destination"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]
    fields = ["id", "user", "purpose", "destination", "previous", *_TIMES]


@admin.register(SendRequest)
class SendRequestAdmin(SeenOnly):
    """What the limits count."""

    list_display = ["id", "purpose", "user", "destination", "block", "created_at", "handled_at"]
    list_filter = ["purpose"]
    list_select_related = ["user"]
    search_fields = ["=user__email", "=destination", "=block"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]
