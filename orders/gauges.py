"""Figures about orders for the operator's monitoring."""

from marketplace.shared.metrics import Gauge

GAUGES = [
    Gauge(
        name="plaza_orders_waiting",
        help="Orders that wait for their payment.",
        sql="SELECT count(*) FROM orders_order WHERE status = 'pending'",
    ),
    Gauge(
        name="plaza_orders_overdue",
        help="Orders whose reservation ran out over two minutes ago and is not freed yet.",
        sql=(
            "SELECT count(*) FROM orders_order WHERE status = 'pending'"
            " AND reserved_until < plaza_now() - interval '2 minutes'"
        ),
    ),
]
