"""The groups of staff, to be looked at: ``staff_groups.py`` says what they may do."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin  # registers Group, which is then ours to replace
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest

from marketplace.shared.staff_screens import SeenOnly

assert isinstance(admin.site.get_model_admin(Group), GroupAdmin)
admin.site.unregister(Group)


@admin.register(Group)
class StaffGroupAdmin(SeenOnly):
    """What each group may do; ``manage.py sync_staff_groups`` writes it."""

    list_display = ["name"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = ["name", "rights"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [str(name) for name in self.fields]

    @admin.display(description="permisos")
    def rights(self, group: Group) -> str:
        permissions = group.permissions.select_related("content_type")
        return "\n".join(
            sorted(f"{each.content_type.app_label}.{each.codename}" for each in permissions)
        )
