"""Staff screens for what proves and places a person: consents, addresses."""

from django.contrib import admin

from marketplace.shared.staff_screens import WHOLE_VALUES, SeenOnly

from ..models import Address, Consent


@admin.register(Consent)
class ConsentAdmin(SeenOnly):
    """Proof of consent."""

    person_path = "user_id"
    list_display = ["id", "user", "kind", "version", "is_given", "ip", "created_at"]
    list_filter = ["kind", "version", "is_given"]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]


@admin.register(Address)
class AddressAdmin(SeenOnly):
    """Address books."""

    person_path = "user_id"
    list_display = ["id", "user", "full_name", "city", "department", "is_default"]
    list_filter = ["department"]
    list_select_related = ["user"]
    search_fields = ["=user__email", "city"]
    search_help_text = WHOLE_VALUES
    ordering = ["-created_at"]
