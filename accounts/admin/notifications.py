"""Staff screens for inboxes and choices."""

from django.contrib import admin

from marketplace.shared.staff_screens import WHOLE_VALUES, SeenOnly

from ..models import Notification, NotificationPreference


@admin.register(Notification)
class NotificationAdmin(SeenOnly):
    """What people found in their inboxes."""

    person_path = "user_id"
    list_display = ["id", "user", "kind", "title", "created_at", "read_at"]
    list_filter = ["kind", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["=user__email", "=about"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]


@admin.register(NotificationPreference)
class NotificationPreferenceAdmin(SeenOnly):
    """What people chose to hear of; what has no row is switched on."""

    person_path = "user_id"
    list_display = ["id", "user", "kind", "channel", "is_enabled", "created_at"]
    list_filter = ["kind", "channel", "is_enabled"]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]
