"""Staff screens for shops: states move through the service only, bank numbers are masked."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from marketplace.shared.phones import InvalidPhone, normalise_phone
from marketplace.shared.staff_screens import (
    ReasonForm,
    SeenOnly,
    SeenOnlyInline,
    StaffScreen,
    for_each,
    staff_id,
)

from .models import (
    BankAccount,
    Invitation,
    Member,
    ShippingRate,
    Vendor,
    VendorDocument,
    VendorStatusChange,
)
from .services.approval import change_status
from .services.bank_accounts import masked
from .services.profile import STAFF_FIELDS, update_vendor_record
from .states import VendorAction

SETS_RATES = "payments.change_commissionrule"


class VendorForm(forms.ModelForm):
    """What staff may correct."""

    def clean_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except InvalidPhone as error:
            raise forms.ValidationError(error.message) from error


class MemberInline(SeenOnlyInline):
    """The people of a shop."""

    model = Member
    fields = ["user", "role", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user")


class InvitationInline(SeenOnlyInline):
    """Who has been asked to join; the links' hashes are not shown."""

    model = Invitation
    fields = ["email", "role", "created_at", "sent_at", "expires_at", "accepted_at", "withdrawn_at"]
    ordering = ["-created_at"]


class StatusChangeInline(SeenOnlyInline):
    """The history of a shop."""

    model = VendorStatusChange
    fields = ["at", "from_status", "to_status", "actor_id", "reason"]
    ordering = ["-id"]


class ShippingRateInline(SeenOnlyInline):
    """The tariffs of a shop."""

    model = ShippingRate
    fields = ["department", "fee", "free_from"]


@admin.register(Vendor)
class VendorAdmin(StaffScreen):
    """Shops and the decisions on them."""

    person_path = ""
    form = VendorForm
    action_form = ReasonForm
    list_display = ["name", "status", "legal_name", "nit", "city", "created_at", "approved_at"]
    list_filter = ["status", "department", "charges_iva"]
    search_fields = ["=id", "name", "legal_name", "email", "=nit"]
    ordering = ["-created_at"]
    inlines = [MemberInline, InvitationInline, StatusChangeInline, ShippingRateInline]
    actions = ["approve_selected", "reject_selected", "suspend_selected", "reactivate_selected"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Open what staff correct; the commission is for those who may change its rules."""
        names = super().get_readonly_fields(request, obj)
        sets_rates = request.user.has_perm(SETS_RATES)
        return [
            name
            for name in names
            if name not in STAFF_FIELDS or (name == "commission_rate" and not sets_rates)
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write through the service, which audits; a refusal is told and nothing is kept."""
        update_vendor_record(vendor_id=obj.pk, actor_id=staff_id(request), fields=form.cleaned_data)

    @admin.action(description="Aprobar las tiendas elegidas", permissions=["change"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Vendor]) -> None:
        self._decide(request, queryset, VendorAction.APPROVE)

    @admin.action(description="Rechazar las tiendas elegidas", permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Vendor]) -> None:
        self._decide(request, queryset, VendorAction.REJECT)

    @admin.action(description="Suspender las tiendas elegidas", permissions=["change"])
    def suspend_selected(self, request: HttpRequest, queryset: QuerySet[Vendor]) -> None:
        self._decide(request, queryset, VendorAction.SUSPEND)

    @admin.action(description="Reactivar las tiendas elegidas", permissions=["change"])
    def reactivate_selected(self, request: HttpRequest, queryset: QuerySet[Vendor]) -> None:
        self._decide(request, queryset, VendorAction.REACTIVATE)

    def _decide(
        self, request: HttpRequest, queryset: QuerySet[Vendor], action: VendorAction
    ) -> None:
        decide = partial(
            change_status,
            action=action,
            actor_id=staff_id(request),
            reason=request.POST.get("reason", "")[:300],
        )
        rows = queryset.order_by("pk").values_list("pk", "name")
        for_each(self, request, rows, lambda pk: decide(vendor_id=pk), told="Tiendas cambiadas")


@admin.register(Member)
class MemberAdmin(SeenOnly):
    """Who works where."""

    person_path = "user_id"
    list_display = ["id", "user", "vendor", "role", "created_at"]
    list_filter = ["role"]
    list_select_related = ["user", "vendor"]
    search_fields = ["=user__email", "vendor__name"]
    ordering = ["-created_at"]


@admin.register(Invitation)
class InvitationAdmin(SeenOnly):
    """Who has been asked to work where; the links' hashes are not shown."""

    list_display = ["id", "vendor", "email", "role", "created_at", "expires_at", "accepted_at"]
    list_filter = ["role", ("accepted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["vendor"]
    search_fields = ["=email", "vendor__name"]
    ordering = ["-created_at"]
    fields = [
        *("id", "vendor", "email", "role", "invited_by", "created_at", "sent_at", "expires_at"),
        *("accepted_at", "accepted_by", "withdrawn_at"),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [str(name) for name in self.fields]


@admin.register(BankAccount)
class BankAccountAdmin(SeenOnly):
    """Where payouts go; the whole number is for the bank file only."""

    person_path = ""
    list_display = ["id", "vendor", "bank", "kind", "masked_number", "is_current", "created_at"]
    list_filter = ["is_current", "bank"]
    list_select_related = ["vendor"]
    search_fields = ["vendor__name"]
    ordering = ["-created_at"]
    fields = ["id", "vendor", "bank", "kind", "masked_number", "holder_name", "is_current"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [str(name) for name in self.fields]

    @admin.display(description="número")
    def masked_number(self, account: BankAccount) -> str:
        return masked(account.number)


@admin.register(ShippingRate)
class ShippingRateAdmin(SeenOnly):
    """Tariffs of all shops."""

    list_display = ["id", "vendor", "department", "fee", "free_from"]
    list_select_related = ["vendor"]
    search_fields = ["vendor__name", "department"]
    ordering = ["vendor", "department"]


@admin.register(VendorDocument)
class VendorDocumentAdmin(SeenOnly):
    """Papers of all shops."""

    person_path = ""
    list_display = ["id", "vendor", "kind", "status", "created_at"]
    list_filter = ["kind", "status"]
    list_select_related = ["vendor"]
    search_fields = ["vendor__name"]
    ordering = ["-created_at"]


@admin.register(VendorStatusChange)
class VendorStatusChangeAdmin(SeenOnly):
    """Histories of all shops."""

    list_display = ["id", "at", "vendor", "from_status", "to_status", "reason"]
    list_filter = ["to_status"]
    list_select_related = ["vendor"]
    search_fields = ["vendor__name"]
    ordering = ["-id"]
