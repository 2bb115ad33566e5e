"""What the mails about orders tell."""

from dataclasses import dataclass
from uuid import UUID

from ..models import Order, StatusChange, VendorOrder
from ..states import OrderStatus
from .buyer import with_parts


@dataclass(frozen=True, kw_only=True)
class Cancellation:
    """One step that ended a whole order, and the vendor orders that ended with it."""

    order: Order
    parts: list[VendorOrder]
    reason: str
    was_paid: bool


def order_with_parts(*, order_id: UUID) -> Order:
    """Return the order with ``parts`` and all that hangs on them: 4 statements.

    Raises:
        Order.DoesNotExist: there is none; orders are never removed.
    """
    return with_parts(Order.objects.all()).get(pk=order_id)


def part_of_order(*, vendor_order_id: UUID) -> tuple[Order, VendorOrder]:
    """Return a vendor order, with its lines and parcels, and its order: 5 statements."""
    order_id = VendorOrder.objects.values_list("order_id", flat=True).get(pk=vendor_order_id)
    order = order_with_parts(order_id=order_id)
    return order, next(part for part in order.parts if part.pk == vendor_order_id)


def cancellation(*, order_id: UUID, change_id: int) -> Cancellation:
    """Return what one cancellation of a whole order ended: parts given up before are not in it."""
    order = order_with_parts(order_id=order_id)
    change = StatusChange.objects.get(pk=change_id, order=order)
    # One transaction has one moment, which all rows of the step carry.
    ended = set(
        StatusChange.objects.filter(
            order=order, at=change.at, to_status=OrderStatus.CANCELLED, vendor_order__isnull=False
        ).values_list("vendor_order_id", flat=True)
    )
    return Cancellation(
        order=order,
        parts=[part for part in order.parts if part.pk in ended],
        reason=change.reason,
        was_paid=change.from_status != OrderStatus.PENDING,
    )


def last_reason(*, vendor_order_id: UUID) -> str:
    """Return why a vendor order is where it is, as it was written down."""
    changes = StatusChange.objects.filter(vendor_order_id=vendor_order_id).order_by("-pk")
    return changes.values_list("reason", flat=True).first() or ""
