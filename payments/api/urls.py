"""The paths of payments, below ``/api/v1/``."""

from django.urls import path

from . import buyer_views, public_views, vendor_views, webhook_views

urlpatterns = [
    path("payments", buyer_views.PaymentsView.as_view(), name="payments"),
    path("payments/config", public_views.ConfigView.as_view(), name="payments-config"),
    path("payments/methods", public_views.MethodsView.as_view(), name="payments-methods"),
    path("payments/health", public_views.HealthView.as_view(), name="payments-health"),
    path("payments/process", buyer_views.ProcessView.as_view(), name="payments-process"),
    *[
        path(
            f"payments/process/{gateway}",
            buyer_views.ProcessView.as_view(gateway=gateway),
            name=f"payments-process-{gateway}",
        )
        for gateway in ("wompi", "payu", "efecty")
    ],
    path(
        "payments/create-intent",
        buyer_views.CreateIntentView.as_view(),
        name="payments-create-intent",
    ),
    path("payments/confirm", buyer_views.ConfirmView.as_view(), name="payments-confirm"),
    path(
        "payments/status/order/<uuid:order_id>",
        buyer_views.OrderPaymentView.as_view(),
        name="payments-of-order",
    ),
    path(
        "payments/status/<str:intent>",
        buyer_views.PaymentStatusView.as_view(),
        name="payments-status",
    ),
    path("payments/webhook", webhook_views.WebhookView.as_view(), name="payments-webhook"),
    path(
        "payments/webhooks/<slug:gateway>",
        webhook_views.WebhookView.as_view(),
        name="payments-webhooks",
    ),
    path("webhooks/health", public_views.HealthView.as_view(), name="webhooks-health"),
    path("webhooks/<slug:gateway>", webhook_views.WebhookView.as_view(), name="webhooks"),
    path("vendor/commissions", vendor_views.CommissionsView.as_view(), name="vendor-commissions"),
    path(
        "vendor/commissions/summary",
        vendor_views.CommissionSummaryView.as_view(),
        name="vendor-commissions-summary",
    ),
    path("vendor/balance", vendor_views.BalanceView.as_view(), name="vendor-balance"),
    path("vendor/ledger", vendor_views.LedgerView.as_view(), name="vendor-ledger"),
]
