"""What a shop sees of its own sales in the portal, and of the buyer only what shipping needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from marketplace.shared import clock
from marketplace.shared.money import ZERO

from ..errors import VendorOrderNotFound
from ..models import Order, OrderLine, Shipment, StatusChange, VendorOrder
from ..states import (
    ADDRESS_IS_NEEDED,
    STEPS,
    OrderAction,
    OrderStatus,
    Role,
    reason_text,
)

CHART_DAYS = 14
SOLD = [
    OrderStatus.CONFIRMED,
    OrderStatus.PROCESSING,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
]
_ADDRESS_PARTS = ["full_name", "phone", "address", "city", "department", "postal_code", "notes"]
# An order is paid within days of being placed; the margin lets the index by date be used.
_LONGEST_WAIT = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class DaySales:
    """What was paid to a shop on one day in Colombia, whole pesos."""

    day: date
    total: Decimal
    count: int


@dataclass(frozen=True, kw_only=True)
class SalesFigures:
    """Paid and not cancelled or refunded: goods with IVA and shipping, in whole pesos."""

    today: DaySales
    month_total: Decimal
    month_count: int
    to_prepare: int
    to_ship: int
    days: list[DaySales]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of a sale's account."""

    label: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class HistoryStep:
    """One step of a sale's life, without what is internal to staff."""

    label: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Sale:
    """One vendor order as its shop works on it; ``actions`` are the steps open to the shop."""

    part: VendorOrder
    placed_at: datetime
    paid_at: datetime | None
    lines: list[OrderLine]
    shipments: list[Shipment]
    history: list[HistoryStep]
    address: dict[str, str] | None
    actions: list[OrderAction]
    account: list[Figure]


_accounts: list[Callable[[UUID], Iterable[Figure]]] = []


def register_account(figures_of: Callable[[UUID], Iterable[Figure]]) -> None:
    """Let an app above add lines to a sale's account, by vendor order id; call once, at start."""
    _accounts.append(figures_of)


def _sales(vendor_id: UUID) -> QuerySet[VendorOrder]:
    """A shop's orders, without those that ended before they were ever paid."""
    was_asked = Q(order__paid_at__isnull=False) | Q(status=OrderStatus.PENDING)
    return VendorOrder.objects.filter(was_asked, vendor_id=vendor_id)


def sales_of_vendor(*, vendor_id: UUID, status: str = "") -> QuerySet[VendorOrder]:
    """Return the shop's sales, newest first, each with its order and ``units``: one statement.

    Args:
        status: one of ``OrderStatus``; empty for all.
    """
    sales = _sales(vendor_id).select_related("order").annotate(units=Sum("lines__quantity"))
    if status:
        sales = sales.filter(status=status)
    return sales.order_by("-created_at", "-pk")


def sale_of_vendor(*, vendor_order_id: UUID, vendor_id: UUID) -> Sale:
    """Return one sale of the shop: four statements and those of the registered accounts.

    Raises:
        VendorOrderNotFound: no such vendor order, or another shop's.
    """
    part = (
        _sales(vendor_id)
        .filter(pk=vendor_order_id)
        .select_related("order")
        .prefetch_related(
            Prefetch("lines", queryset=OrderLine.objects.order_by("position", "pk")),
            Prefetch("shipments", queryset=Shipment.objects.order_by("shipped_at", "pk")),
            Prefetch("history", queryset=StatusChange.objects.order_by("pk")),
        )
        .first()
    )
    if part is None:
        raise VendorOrderNotFound("El pedido no existe.")
    status = OrderStatus(part.status)
    return Sale(
        part=part,
        placed_at=part.created_at,
        paid_at=part.order.paid_at,
        lines=list(part.lines.all()),
        shipments=list(part.shipments.all()),
        history=[_step(change) for change in part.history.all()],
        address=_address(part.order) if status in ADDRESS_IS_NEEDED else None,
        actions=[
            action
            for (current, action), step in STEPS.items()
            if current == status and Role.VENDOR in step.by
        ],
        account=[figure for figures_of in _accounts for figure in figures_of(part.pk)],
    )


def _step(change: StatusChange) -> HistoryStep:
    is_internal = change.role == Role.STAFF
    return HistoryStep(
        label=str(OrderStatus(change.to_status).label),
        by=change.get_role_display(),
        reason="" if is_internal else reason_text(change.reason),
        at=change.at,
    )


def _address(order: Order) -> dict[str, str]:
    return {name: str(order.shipping_address.get(name) or "") for name in _ADDRESS_PARTS}


def sales_figures(*, vendor_id: UUID) -> SalesFigures:
    """Add up the shop's month and last days, by the day of payment: three statements."""
    today = timezone.localdate(clock.now())
    first_day = min(today.replace(day=1), today - timedelta(days=CHART_DAYS - 1))
    by_day = _paid_by_day(vendor_id, first_day)
    nothing = [
        DaySales(day=today - timedelta(days=back), total=ZERO, count=0)
        for back in range(CHART_DAYS)
    ]
    month = [each for each in by_day.values() if each.day >= today.replace(day=1)]
    return SalesFigures(
        today=by_day.get(today, nothing[0]),
        month_total=sum((each.total for each in month), start=ZERO),
        month_count=sum(each.count for each in month),
        days=[by_day.get(each.day, each) for each in reversed(nothing)],
        **VendorOrder.objects.filter(vendor_id=vendor_id).aggregate(
            to_prepare=Count("pk", filter=Q(status=OrderStatus.CONFIRMED)),
            to_ship=Count("pk", filter=Q(status=OrderStatus.PROCESSING)),
        ),
    )


def _paid_by_day(vendor_id: UUID, first_day: date) -> dict[date, DaySales]:
    start = timezone.make_aware(datetime.combine(first_day, datetime.min.time()))
    rows = (
        VendorOrder.objects.filter(
            vendor_id=vendor_id,
            status__in=SOLD,
            created_at__gte=start - _LONGEST_WAIT,
            order__paid_at__gte=start,
        )
        .annotate(day=TruncDate("order__paid_at"))
        .values("day")
        .annotate(total_paid=Sum("total"), count=Count("pk"))
        .values_list("day", "total_paid", "count")
    )
    return {day: DaySales(day=day, total=total, count=count) for day, total, count in rows}
