"""Taking a step of the state table: the only writer of the status of orders and vendor orders.

The caller holds the locks of ``locking.py``. Status and history change together, and whatever
staff do is in the audit as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from marketplace.shared.services import audit

from ..errors import ReasonMissing, TransitionNotAllowed
from ..models import Order, StatusChange, VendorOrder
from ..states import (
    OrderAction,
    OrderStatus,
    ReasonCode,
    Role,
    next_status,
    overall_status,
)

_NEEDS_REASON = {
    (OrderAction.CANCEL, Role.VENDOR),
    (OrderAction.CANCEL, Role.STAFF),
    (OrderAction.REFUND, Role.STAFF),
}


@dataclass(frozen=True, kw_only=True)
class Mover:
    """Who takes the step and why; the actor is a user's id, or None for the system."""

    role: Role
    actor_id: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a step did: where the order was and is, and the id of its own history row, if any."""

    before: OrderStatus
    after: OrderStatus
    change_id: int | None


def start_history(*, order: Order, buyer_id: UUID) -> None:
    """Write the first history rows of a new order and of its ``parts``: one statement."""
    mover = Mover(role=Role.BUYER, actor_id=buyer_id)
    status = OrderStatus(order.status)
    rows = [_row(order, None, "", status, mover)]
    rows += [_row(order, part, "", status, mover) for part in order.parts]
    StatusChange.objects.bulk_create(rows)


def take_step(
    *, order: Order, moved: Sequence[VendorOrder], action: OrderAction, mover: Mover
) -> Taken:
    """Move ``moved``, which are among the order's locked ``parts``, and the order after them.

    Raises:
        TransitionNotAllowed: there is nothing to move, or the table refuses one of them;
            nothing is written then.
        ReasonMissing: this person must say why.
    """
    if (action, mover.role) in _NEEDS_REASON and not mover.reason.strip():
        raise ReasonMissing("Escriba el motivo.", action=action.value)
    if not moved:
        raise TransitionNotAllowed(
            "El pedido no admite esta acción en su estado.",
            status=order.status,
            action=action.value,
        )
    targets = [next_status(OrderStatus(part.status), action, role=mover.role) for part in moved]
    rows = []
    for part, target in zip(moved, targets, strict=True):
        rows.append(_row(order, part, part.status, target, mover))
        part.status = target
    # An action leads to one status, wherever it starts.
    VendorOrder.objects.filter(pk__in=[part.pk for part in moved]).update(status=targets[0])
    before = OrderStatus(order.status)
    after = overall_status([OrderStatus(part.status) for part in order.parts])
    own_row = None
    if after != before:
        own_row = _row(order, None, before, after, mover)
        order.status = after
        Order.objects.filter(pk=order.pk).update(status=after)
        rows.append(own_row)
    StatusChange.objects.bulk_create(rows)
    _audit(order, moved, action, mover)
    return Taken(before=before, after=after, change_id=own_row.pk if own_row else None)


def expired_unpaid(*, order: Order) -> bool:
    """Tell whether the order is cancelled for no other reason than that nobody paid in time."""
    if order.status != OrderStatus.CANCELLED:
        return False
    last = order.history.filter(vendor_order=None).order_by("-pk").first()
    return (
        last is not None and last.role == Role.SYSTEM and last.reason == ReasonCode.PAYMENT_EXPIRED
    )


def _row(
    order: Order, part: VendorOrder | None, before: str, after: str, mover: Mover
) -> StatusChange:
    return StatusChange(
        order=order,
        vendor_order=part,
        from_status=before,
        to_status=after,
        role=mover.role,
        actor_id=mover.actor_id,
        reason=mover.reason.strip()[:300],
    )


def _audit(order: Order, moved: Sequence[VendorOrder], action: OrderAction, mover: Mover) -> None:
    if mover.role == Role.STAFF:
        audit.record(
            action=f"orders.{action.value}",
            subject_type="order",
            subject_id=order.pk,
            actor_id=mover.actor_id,
            changes={"vendor_orders": [part.number for part in moved]},
            reason=mover.reason.strip()[:300],
        )
