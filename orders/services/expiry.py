"""Reservations run out: unpaid orders are cancelled and their units freed."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError, connection
from django.db.models import F
from django.db.models.functions import Greatest

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.errors import DomainError

from ..models import Order
from ..states import OrderStatus, ReasonCode, Role
from .transitions import cancel_order

logger = logging.getLogger("plaza.orders")

BATCH = 200
JOB = "orders.expire_unpaid_orders"


def expire_unpaid_orders() -> int:
    """Cancel every pending order whose reservation has run out; return how many.

    Each order in a transaction of its own: one that fails, or that somebody works on at this
    moment, is left for the next run. Two runs at once: the second does nothing.
    """
    if not _take_job():
        return 0
    try:
        expired = 0
        while due := _overdue():
            done = sum(_expire_or_log(order_id) for order_id in due)
            expired += done
            if done < len(due):
                break
        return expired
    finally:
        _leave_job()


@in_transaction
def extend_reservation(*, order_id: UUID, minutes: int) -> bool:
    """Keep a pending order's units at least ``minutes`` from now; say whether it still waits.

    The moment only moves to later. An order that ran out and was not cancelled yet is kept too.
    """
    later = Greatest(F("reserved_until"), DbNow() + timedelta(minutes=minutes))
    pending = Order.objects.filter(pk=order_id, status=OrderStatus.PENDING)
    return bool(pending.update(reserved_until=later))


def _overdue() -> list[UUID]:
    """Return the orders to give up, the longest overdue first."""
    return list(
        Order.objects.filter(status=OrderStatus.PENDING, reserved_until__lt=DbNow())
        .order_by("reserved_until", "pk")
        .values_list("pk", flat=True)[:BATCH]
    )


def _expire_or_log(order_id: UUID) -> bool:
    try:
        return _expire(order_id)
    except (DomainError, OperationalError):
        logger.exception("An unpaid order could not be given up", extra={"order_id": order_id})
        return False


@in_transaction
def _expire(order_id: UUID) -> bool:
    """Give up one order if it is still pending, overdue and nobody else has it locked."""
    still_due = Order.objects.select_for_update(skip_locked=True, no_key=True).filter(
        pk=order_id, status=OrderStatus.PENDING, reserved_until__lt=DbNow()
    )
    if still_due.first() is None:
        return False
    cancel_order(
        order_id=order_id, role=Role.SYSTEM, actor_id=None, reason=ReasonCode.PAYMENT_EXPIRED
    )
    return True


def _take_job() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [JOB])
        return bool(cursor.fetchone()[0])


def _leave_job() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [JOB])
