"""Mounted under ``/api/v1/``. Literal paths come before those with an id."""

from django.urls import path

from . import buyer_views, cart_views, staff_views, vendor_views

urlpatterns = [
    path("cart", cart_views.CartView.as_view(), name="cart"),
    path("cart/items", cart_views.CartItemsView.as_view(), name="cart-items"),
    path("cart/items/<uuid:item_id>", cart_views.CartItemView.as_view(), name="cart-item"),
    path("cart/merge", cart_views.MergeCartView.as_view(), name="cart-merge"),
    path(
        "cart/accept-changes",
        cart_views.AcceptChangesView.as_view(),
        name="cart-accept-changes",
    ),
    path("orders", buyer_views.OrdersView.as_view(), name="orders"),
    path("orders/health", buyer_views.OrdersHealthView.as_view(), name="orders-health"),
    path("orders/<uuid:order_id>", buyer_views.OrderView.as_view(), name="order"),
    path(
        "orders/<uuid:order_id>/timeline",
        buyer_views.TimelineView.as_view(),
        name="order-timeline",
    ),
    path(
        "orders/<uuid:order_id>/cancel",
        buyer_views.CancelOrderView.as_view(),
        name="order-cancel",
    ),
    path(
        "orders/<uuid:order_id>/status",
        staff_views.OrderStatusView.as_view(),
        name="order-status",
    ),
    path(
        "vendor-orders/<uuid:vendor_order_id>/cancel",
        buyer_views.CancelVendorOrderView.as_view(),
        name="vendor-order-cancel",
    ),
    path(
        "vendor-orders/<uuid:vendor_order_id>/confirm-delivery",
        buyer_views.ConfirmDeliveryView.as_view(),
        name="vendor-order-confirm-delivery",
    ),
    path("vendor/orders", vendor_views.VendorOrdersView.as_view(), name="vendor-orders"),
    path(
        "vendor/orders/summary",
        vendor_views.VendorSummaryView.as_view(),
        name="vendor-orders-summary",
    ),
    path(
        "vendor/orders/<uuid:vendor_order_id>",
        vendor_views.VendorOrderView.as_view(),
        name="vendor-order",
    ),
    path(
        "vendor/orders/<uuid:vendor_order_id>/prepare",
        vendor_views.PrepareView.as_view(),
        name="vendor-order-prepare",
    ),
    path(
        "vendor/orders/<uuid:vendor_order_id>/ship",
        vendor_views.ShipView.as_view(),
        name="vendor-order-ship",
    ),
    path(
        "vendor/orders/<uuid:vendor_order_id>/deliver",
        vendor_views.DeliverView.as_view(),
        name="vendor-order-deliver",
    ),
    path(
        "vendor/orders/<uuid:vendor_order_id>/cancel",
        vendor_views.CancelView.as_view(),
        name="vendor-order-vendor-cancel",
    ),
]
