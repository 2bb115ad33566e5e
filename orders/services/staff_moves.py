"""Staff put an order into a state by name; each vendor order takes its own allowed step."""

from uuid import UUID

from marketplace.shared.db import in_transaction

from ..errors import TransitionNotAllowed
from ..models import Order
from ..states import OrderStatus, Role
from . import transitions
from .locking import lock_order, lock_parts

_ENDED = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)


@in_transaction
def move_order(
    *,
    order_id: UUID,
    status: OrderStatus,
    actor_id: UUID,
    reason: str,
    courier: str = "",
    tracking_number: str = "",
) -> Order:
    """Move every living vendor order that is not there yet to ``status``: all or none.

    Args:
        courier, tracking_number: for ``shipped``, which takes one parcel at a time.

    Raises:
        OrderNotFound: there is none.
        TransitionNotAllowed: no such step from here, or it is no step of staff: only a
            payment confirms; or several vendors would have to ship in one parcel.
        TrackingNumberMissing: shipped without its parcel.
        ReasonMissing: no reason.
    """
    if status == OrderStatus.CANCELLED:
        return transitions.cancel_order(
            order_id=order_id, role=Role.STAFF, actor_id=actor_id, reason=reason
        )
    order = lock_order(order_id=order_id)
    moved = [
        part.pk
        for part in lock_parts(order=order)
        if part.status not in _ENDED and part.status != status
    ]
    if not moved or (status == OrderStatus.SHIPPED and len(moved) > 1):
        raise _refusal(order, status)
    for part_id in moved:
        _move_part(order, part_id, status, actor_id, reason, courier, tracking_number)
    order = lock_order(order_id=order_id)
    order.parts = lock_parts(order=order)
    return order


def _move_part(
    order: Order,
    part_id: UUID,
    status: OrderStatus,
    actor_id: UUID,
    reason: str,
    courier: str,
    tracking_number: str,
) -> None:
    if status == OrderStatus.PROCESSING:
        transitions.prepare(
            vendor_order_id=part_id, role=Role.STAFF, actor_id=actor_id, reason=reason
        )
    elif status == OrderStatus.SHIPPED:
        transitions.ship(
            vendor_order_id=part_id,
            courier=courier,
            tracking_number=tracking_number,
            role=Role.STAFF,
            actor_id=actor_id,
            reason=reason,
        )
    elif status == OrderStatus.DELIVERED:
        transitions.deliver(
            vendor_order_id=part_id, role=Role.STAFF, actor_id=actor_id, reason=reason
        )
    elif status == OrderStatus.REFUNDED:
        transitions.refund(vendor_order_id=part_id, actor_id=actor_id, reason=reason)
    else:
        raise _refusal(order, status)


def _refusal(order: Order, status: OrderStatus) -> TransitionNotAllowed:
    return TransitionNotAllowed(
        "El pedido no puede pasar a ese estado.", status=order.status, wanted=status.value
    )
