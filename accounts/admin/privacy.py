"""Staff screens for what people ask about their own data."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest

from marketplace.shared.staff_screens import WHOLE_VALUES, SeenOnly, StaffScreen, staff_id

from ..models import DataExport, DeletionRequest, PrivacyRequest
from ..selectors.privacy import overdue, unanswered
from ..services.privacy_requests import answer_request, extend_request


class TermFilter(admin.SimpleListFilter):
    """What waits for an answer, and what waited too long."""

    title = "plazo"
    parameter_name = "term"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Por responder"), ("overdue", "Vencidas")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[PrivacyRequest]
    ) -> QuerySet[PrivacyRequest]:
        if self.value() == "waiting":
            return unanswered(queryset)
        return overdue(queryset) if self.value() == "overdue" else queryset


class AnswerForm(forms.ModelForm):
    """An answer, or the reason for more time: one of the two."""

    answer = forms.CharField(
        label="respuesta", required=False, max_length=8_000, widget=forms.Textarea
    )
    extension_reason = forms.CharField(
        label="motivo de la prórroga",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Solo si la respuesta necesita más tiempo: una vez, y antes de que venza.",
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        texts = [name for name in ("answer", "extension_reason") if name in self.changed_data]
        if len(texts) != 1 or not given.get(texts[0], "").strip():
            raise forms.ValidationError("Escriba la respuesta, o el motivo de la prórroga.")
        return given


@admin.register(PrivacyRequest)
class PrivacyRequestAdmin(StaffScreen):
    """Queries and claims, the most urgent first; answers and extensions go through the service."""

    person_path = "user_id"
    form = AnswerForm
    written = ("answer", "extension_reason")
    list_display = ["number", "due_on", "kind", "status", "user", "created_at", "answered_at"]
    list_filter = [TermFilter, "status", "kind"]
    list_select_related = ["user"]
    search_fields = ["=number", "=user__email"]
    search_help_text = WHOLE_VALUES
    # What waits has no moment of its answer, and comes first.
    ordering = [F("answered_at").desc(nulls_first=True), "due_on", "pk"]
    fields = [
        "number",
        ("kind", "status", "due_on"),
        ("user", "created_at"),
        "text",
        "extension_reason",
        "answer",
        ("answered_at", "answered_by"),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return not isinstance(obj, PrivacyRequest) or obj.status in ("open", "extended")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Answer or extend through the service, which audits and lets the person know."""
        actor_id = staff_id(request)
        if "answer" in form.changed_data:
            answer = form.cleaned_data["answer"]
            answer_request(request_id=obj.pk, answer=answer, actor_id=actor_id)
        else:
            reason = form.cleaned_data["extension_reason"]
            extend_request(request_id=obj.pk, reason=reason, actor_id=actor_id)


@admin.register(DeletionRequest)
class DeletionRequestAdmin(SeenOnly):
    """Who wants to be erased, when it is due, and what stands in the way."""

    person_path = "user_id"
    list_display = ["id", "user", "status", "created_at", "due_at", "closed_at", "obstacle"]
    list_filter = ["status"]
    list_select_related = ["user"]
    search_fields = ["=id", "=user__email"]
    search_help_text = WHOLE_VALUES
    exclude = ["farewell_to"]
    ordering = ["-created_at", "-pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        names = super().get_readonly_fields(request, obj)
        return [name for name in names if name != "farewell_to"]


@admin.register(DataExport)
class DataExportAdmin(SeenOnly):
    """Copies that people asked for; staff cannot fetch them."""

    person_path = "user_id"
    list_display = ["id", "user", "status", "size", "created_at", "ready_at", "expires_at"]
    list_filter = ["status"]
    list_select_related = ["user"]
    search_fields = ["=id", "=user__email"]
    search_help_text = WHOLE_VALUES
    exclude = ["file_name"]
    ordering = ["-created_at", "-pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        names = super().get_readonly_fields(request, obj)
        return [name for name in names if name != "file_name"]
