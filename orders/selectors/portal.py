"""What a shop sees of its own sales in the portal, and of the buyer only what shipping needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from marketplace.shared import clock
from marketplace.shared.money import ZERO

from ..models import Order, StatusChange, VendorOrder
from ..states import (
    ADDRESS_IS_NEEDED,
    STEPS,
    OrderAction,
    OrderStatus,
    Role,
    reason_text,
)
from .vendor import vendor_order_of

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
    history: list[HistoryStep]
    address: dict[str, str] | None
    actions: list[OrderAction]
    account: list[Figure]


_accounts: list[Callable[[UUID], Iterable[Figure]]] = []


def register_account(figures_of: Callable[[UUID], Iterable[Figure]]) -> None:
    """Let an app above add lines to a sale's account, by vendor order id; call once, at start."""
    _accounts.append(figures_of)


def sale_of_vendor(*, vendor_order_id: UUID, vendor_id: UUID) -> Sale:
    """Return one sale of the shop: four statements and those of the registered accounts.

    Raises:
        VendorOrderNotFound: no such vendor order, or another shop's.
    """
    part = vendor_order_of(vendor_id=vendor_id, vendor_order_id=vendor_order_id)
    status = OrderStatus(part.status)
    return Sale(
        part=part,
        history=[_step(change) for change in part.history.order_by("pk")],
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
    by_day = _paid_by_day(vendor_id, first_day, until=today)
    last_days = [today - timedelta(days=back) for back in reversed(range(CHART_DAYS))]
    month = [each for day, each in by_day.items() if day >= today.replace(day=1)]
    return SalesFigures(
        today=by_day[today],
        month_total=sum((each.total for each in month), start=ZERO),
        month_count=sum(each.count for each in month),
        days=[by_day[day] for day in last_days],
        **VendorOrder.objects.filter(vendor_id=vendor_id).aggregate(
            to_prepare=Count("pk", filter=Q(status=OrderStatus.CONFIRMED)),
            to_ship=Count("pk", filter=Q(status=OrderStatus.PROCESSING)),
        ),
    )


def _paid_by_day(vendor_id: UUID, first_day: date, *, until: date) -> dict[date, DaySales]:
    """Return each day from ``first_day`` to ``until``, also those without sales."""
    start = timezone.make_aware(datetime.combine(first_day, time.min))
    rows = (
        VendorOrder.objects.filter(
            vendor_id=vendor_id,
            status__in=SOLD,
            created_at__gte=start - _LONGEST_WAIT,
            order__paid_at__gte=start,
        )
        .annotate(day=TruncDate("order__paid_at"))
        .values_list("day")
        .annotate(Sum("total"), Count("pk"))
    )
    days = [first_day + timedelta(days=number) for number in range((until - first_day).days + 1)]
    paid = {day: DaySales(day=day, total=total, count=count) for day, total, count in rows}
    return {day: paid.get(day) or DaySales(day=day, total=ZERO, count=0) for day in days}
