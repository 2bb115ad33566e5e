"""The day's figures for staff."""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from marketplace.shared import clock
from marketplace.shared.money import ZERO

from ..models import Order


@dataclass(frozen=True, kw_only=True)
class Today:
    """Orders placed since midnight in Colombia, and what of them is paid, in whole pesos."""

    placed: int
    paid: int
    paid_total: Decimal


def orders_today() -> Today:
    """Count the day's orders: two statements."""
    today = timezone.localdate(clock.now())
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    is_paid = Q(paid_at__isnull=False)
    figures = Order.objects.filter(created_at__gte=midnight).aggregate(
        placed=Count("pk"),
        paid=Count("pk", filter=is_paid),
        paid_total=Sum("total", filter=is_paid, default=ZERO),
    )
    return Today(**figures)
