"""How the module is doing, in figures that anybody may see."""

from dataclasses import dataclass
from datetime import timedelta

from marketplace.shared.clock import DbNow

from ..models import Order
from ..states import OrderStatus

GRACE = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Health:
    """``degraded`` when reservations have run out and no job has freed them for two minutes."""

    module: str
    status: str
    overdue_reservations: int


def health() -> Health:
    """Measure: one statement on the index of waiting orders."""
    overdue = Order.objects.filter(
        status=OrderStatus.PENDING, reserved_until__lt=DbNow() - GRACE
    ).count()
    return Health(
        module="orders", status="degraded" if overdue else "ok", overdue_reservations=overdue
    )
