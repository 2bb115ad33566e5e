"""Staff see all the money and move none by hand; only the routing table is theirs to edit."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.shared.errors import DomainError
from marketplace.shared.staff_screens import (
    ReadOnlyAdmin,
    SeenOnlyInline,
    StaffScreen,
    staff_id,
)

from .models import (
    ChargeAttempt,
    Commission,
    CommissionLine,
    CommissionRule,
    LedgerAccount,
    LedgerEntry,
    LedgerPosting,
    PaymentRoute,
    Payout,
    Refund,
    RejectedNotice,
    Statement,
    WebhookNotice,
)
from .selectors.staff import without_order
from .services.notices import replay
from .services.polling import ask_gateway
from .services.routes import remove_route, set_route


class WithoutOrderFilter(admin.SimpleListFilter):
    """Charges whose money belongs to no order and is not back with its buyer."""

    title = "dinero sin pedido"
    parameter_name = "without_order"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Por devolver")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ChargeAttempt]
    ) -> QuerySet[ChargeAttempt]:
        return without_order(queryset) if self.value() == "yes" else queryset


class RefundInline(SeenOnlyInline):
    """What of a charge goes back."""

    model = Refund
    fields = ["reference", "amount", "status", "reason", "created_at", "done_at"]


class CommissionLineInline(SeenOnlyInline):
    """A commission by line."""

    model = CommissionLine
    fields = ["line", "base", "amount", "iva"]
    related = ("line",)


class LedgerEntryInline(SeenOnlyInline):
    """The entries of a posting."""

    model = LedgerEntry
    fields = ["account", "amount"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LedgerEntry]:
        return super().get_queryset(request).select_related("account").order_by("id")


@admin.register(ChargeAttempt)
class ChargeAttemptAdmin(ReadOnlyAdmin):
    """Charges; staff may have the gateway asked about one."""

    person_path = "order__buyer_id"
    list_display = [
        "reference",
        "amount",
        "status",
        "placement",
        "created_at",
        "order",
        "gateway",
        "method",
        "refund_held",
        "refunded",
        "fraud_score",
    ]
    list_filter = ["status", "placement", WithoutOrderFilter, "method", "gateway"]
    list_select_related = ["order"]
    search_fields = ["=reference", "=transaction_id", "=order__number"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]
    inlines = [RefundInline]
    actions = ["ask_again"]

    @admin.action(description="Preguntar de nuevo a la pasarela", permissions=["change"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet[ChargeAttempt]) -> None:
        asked = 0
        for attempt in queryset.order_by("pk"):
            try:
                ask_gateway(attempt_id=attempt.pk)
            except DomainError as error:
                self.message_user(request, f"{attempt.reference}: {error.message}", messages.ERROR)
            else:
                asked += 1
        self.message_user(request, f"Cobros por los que se preguntó: {asked}", messages.SUCCESS)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    """Money on its way back."""

    list_display = ["reference", "amount", "status", "created_at", "charge", "reason", "done_at"]
    list_filter = ["status"]
    list_select_related = ["charge"]
    search_fields = ["=reference", "=charge__reference"]
    ordering = ["-created_at", "-id"]


@admin.register(PaymentRoute)
class PaymentRouteAdmin(StaffScreen):
    """Which gateways serve a method: the one table of money that staff edit."""

    written = ("method", "gateway", "position", "is_enabled", "min_amount", "max_amount")

    list_display = ["method", "gateway", "position", "is_enabled", "min_amount", "max_amount"]
    list_editable = ["position", "is_enabled"]
    list_filter = ["method", "gateway"]
    ordering = ["method", "position", "id"]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write through the service, which audits."""
        values = {name: getattr(obj, name) for name in self.written}
        obj.pk = set_route(route_id=obj.pk, actor_id=staff_id(request), **values).pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove_route(route_id=obj.pk, actor_id=staff_id(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[PaymentRoute]) -> None:
        for route_id in queryset.order_by("pk").values_list("pk", flat=True):
            remove_route(route_id=route_id, actor_id=staff_id(request))


@admin.register(WebhookNotice)
class WebhookNoticeAdmin(ReadOnlyAdmin):
    """Notices; staff may have one acted on again."""

    person_path = ""
    list_display = [
        "id",
        "outcome",
        "status",
        "received_at",
        "gateway",
        "event",
        "reference",
        "copies",
        "attempts",
        "last_error",
    ]
    list_filter = ["outcome", "gateway", "event", "status"]
    search_fields = ["=reference", "=transaction_id"]
    ordering = ["-id"]
    actions = ["replay_selected"]

    @admin.action(description="Atender de nuevo los avisos elegidos", permissions=["change"])
    def replay_selected(self, request: HttpRequest, queryset: QuerySet[WebhookNotice]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = replay(notice_ids=ids, actor_id=request.user.pk)
        self.message_user(request, f"Avisos que se atenderán de nuevo: {count}", messages.SUCCESS)


@admin.register(RejectedNotice)
class RejectedNoticeAdmin(ReadOnlyAdmin):
    """Notices that nobody believed."""

    list_display = ["id", "received_at", "gateway", "reason", "ip"]
    list_filter = ["gateway", "reason"]
    search_fields = ["=ip", "=body_hash"]
    ordering = ["-id"]


@admin.register(Commission)
class CommissionAdmin(ReadOnlyAdmin):
    """What was kept of each sale."""

    list_display = [
        "id",
        "amount",
        "created_at",
        "vendor",
        "vendor_order",
        "base",
        "rate",
        "iva",
        "vendor_net",
    ]
    list_select_related = ["vendor", "vendor_order"]
    search_fields = ["=vendor_order__number", "vendor__name"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-id"]
    inlines = [CommissionLineInline]


@admin.register(CommissionLine)
class CommissionLineAdmin(ReadOnlyAdmin):
    """Commissions by line."""

    list_display = ["id", "commission", "line", "base", "amount", "iva"]
    list_select_related = ["commission", "line"]
    search_fields = ["=commission__vendor_order__number"]
    ordering = ["-id"]


@admin.register(CommissionRule)
class CommissionRuleAdmin(ReadOnlyAdmin):
    """Rates for some sales."""

    list_display = ["id", "vendor", "category", "rate", "valid_from", "valid_until"]
    list_select_related = ["vendor", "category"]
    ordering = ["-valid_from", "-id"]


@admin.register(LedgerAccount)
class LedgerAccountAdmin(ReadOnlyAdmin):
    """The accounts."""

    list_display = ["id", "kind", "name", "vendor"]
    list_filter = ["kind"]
    list_select_related = ["vendor"]
    search_fields = ["vendor__name", "name"]
    ordering = ["kind", "name", "id"]


@admin.register(LedgerPosting)
class LedgerPostingAdmin(ReadOnlyAdmin):
    """The books, fact by fact."""

    list_display = ["id", "posted_at", "kind", "source_type", "source_id", "order_id", "memo"]
    list_filter = ["kind", "source_type"]
    search_fields = ["=source_id", "=order_id"]
    date_hierarchy = "posted_at"
    ordering = ["-id"]
    inlines = [LedgerEntryInline]


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    """The books, entry by entry."""

    list_display = ["id", "posting", "account", "amount"]
    list_filter = ["account__kind"]
    list_select_related = ["posting", "account"]
    ordering = ["-id"]


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    """Money on its way to vendors."""

    list_display = ["reference", "amount", "status", "created_at", "vendor", "paid_at"]
    list_filter = ["status"]
    list_select_related = ["vendor"]
    search_fields = ["=reference", "vendor__name"]
    ordering = ["-created_at", "-id"]


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    """Vendors' months."""

    list_display = ["id", "vendor", "month", "opening", "sales", "refunds", "payouts", "closing"]
    list_select_related = ["vendor"]
    search_fields = ["vendor__name"]
    ordering = ["-month", "-id"]
