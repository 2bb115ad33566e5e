"""Staff screens for departments and towns, which an operator loads from DANE's list."""

from django.contrib import admin

from marketplace.shared.staff_screens import SeenOnly

from ..models import Department, Municipality


@admin.register(Department)
class DepartmentAdmin(SeenOnly):
    """Departments."""

    list_display = ["code", "name", "is_current"]
    list_filter = ["is_current"]
    search_fields = ["=code", "name"]
    ordering = ["code"]


@admin.register(Municipality)
class MunicipalityAdmin(SeenOnly):
    """Towns."""

    list_display = ["code", "name", "department", "kind", "is_current"]
    list_filter = ["kind", "is_current", "department"]
    list_select_related = ["department"]
    search_fields = ["=code", "name", "spellings"]
    ordering = ["code"]
