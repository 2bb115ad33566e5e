"""What may happen to an order after it was placed.

Every function locks the order and its vendor orders first, then changes status, history, stock
and events in one transaction. Doing the same thing a second time is refused by the table.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from catalog.services.stock import release_stock, reserve_stock, restock, sell_stock
from marketplace.shared import clock
from marketplace.shared.db import in_transaction
from marketplace.shared.services.outbox import publish

from ..errors import OrderNotFound, TrackingNumberMissing, TransitionNotAllowed
from ..events import (
    OrderCancelled,
    OrderPaid,
    VendorOrderCancelled,
    VendorOrderDelivered,
    VendorOrderRefunded,
    VendorOrderShipped,
)
from ..models import Order, OrderLine, Shipment, ShipmentLine, VendorOrder
from ..states import OrderAction, OrderStatus, ReasonCode, Role
from .locking import lock_order, lock_order_of_part, lock_parts
from .steps import Mover, Taken, expired_unpaid, take_step

_ENDED = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
# Sold, but not out of the shop's hands: a cancelled part's units go back on the shelf.
_ON_THE_SHELF = (OrderStatus.CONFIRMED, OrderStatus.PROCESSING)
_OUT_OF_THE_SHOP = (OrderStatus.SHIPPED, OrderStatus.DELIVERED)


@in_transaction
def confirm_paid(*, order_id: UUID) -> Order:
    """The money is in: sell the reserved units and tell whoever listens.

    An order that ran out of time is revived first, if its units can be reserved again (S6).

    Raises:
        OrderNotFound: there is none.
        TransitionNotAllowed: the order does not wait for a payment (any more).
        OutOfStock, NotSellable: late money, and the units are gone.

    After a refusal nothing has changed, provided that the caller wraps the call in
    ``transaction.atomic``. A second call is refused.
    """
    order = _open(order_id)
    if expired_unpaid(order=order):
        _revive(order)
    system = Mover(role=Role.SYSTEM)
    take_step(order=order, moved=order.parts, action=OrderAction.PAY, mover=system)
    order.paid_at = clock.now()
    Order.objects.filter(pk=order.pk).update(paid_at=order.paid_at)
    sell_stock(order_id=order.pk)
    publish(OrderPaid(order_id=str(order.pk)))
    return order


@in_transaction
def cancel_order(*, order_id: UUID, role: Role, actor_id: UUID | None, reason: str) -> Order:
    """Give up whatever of the order is still alive: all of it or nothing.

    Unpaid units are released; paid ones that have not left the shop go back on the shelf.
    A buyer can cancel an own order only.

    Raises:
        OrderNotFound: there is none, or it is another buyer's.
        TransitionNotAllowed: a part of it is too far for this role, or nothing is left.
        ReasonMissing: staff must say why.
    """
    order = _open(order_id)
    if role == Role.BUYER and order.buyer_id != actor_id:
        raise OrderNotFound("El pedido no existe.")
    alive = [part for part in order.parts if part.status not in _ENDED]
    mover = Mover(role=role, actor_id=actor_id, reason=reason)
    _tell_cancelled(order, _cancel(order, alive, mover, with_whole_order=True))
    return order


@in_transaction
def cancel_vendor_order(
    *,
    vendor_order_id: UUID,
    role: Role,
    actor_id: UUID | None,
    reason: str,
    vendor_id: UUID | None = None,
) -> VendorOrder:
    """Give up one vendor order of a paid order; the others go on.

    Raises:
        VendorOrderNotFound: there is none, or it is another vendor's or buyer's.
        TransitionNotAllowed: it is too far for this role, or the order is not paid yet: what
            is to be paid is the whole order, so it can only be cancelled as a whole.
        ReasonMissing: the vendor and staff must say why.
    """
    order, part = _open_part(vendor_order_id, role, actor_id, vendor_id)
    if part.status == OrderStatus.PENDING:
        raise TransitionNotAllowed(
            "Antes del pago solo se cancela el pedido completo.",
            status=part.status,
            action=OrderAction.CANCEL.value,
        )
    mover = Mover(role=role, actor_id=actor_id, reason=reason)
    _cancel(order, [part], mover, with_whole_order=False)
    return part


@in_transaction
def cancel_voided(*, order_id: UUID) -> list[VendorOrder]:
    """The money of a paid order is gone: give up whatever of it has not left the shop.

    Returns the vendor orders that are shipped or delivered: they stay, for staff to decide. A
    second call finds nothing to give up.

    Raises:
        OrderNotFound: there is none.
    """
    order = _open(order_id)
    moved = [part for part in order.parts if part.status in _ON_THE_SHELF]
    if moved:
        others = {part.status for part in order.parts if part not in moved}
        mover = Mover(role=Role.SYSTEM, reason=ReasonCode.PAYMENT_VOIDED)
        whole = others <= {OrderStatus.CANCELLED}
        _tell_cancelled(order, _cancel(order, moved, mover, with_whole_order=whole))
    return [part for part in order.parts if part.status in _OUT_OF_THE_SHOP]


@in_transaction
def prepare(
    *,
    vendor_order_id: UUID,
    role: Role,
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
    reason: str = "",
) -> VendorOrder:
    """The vendor packs the goods.

    Raises:
        VendorOrderNotFound: there is none, or it is another vendor's.
        TransitionNotAllowed: it is not confirmed, or not for this role.
    """
    order, part = _open_part(vendor_order_id, role, actor_id, vendor_id)
    mover = Mover(role=role, actor_id=actor_id, reason=reason)
    take_step(order=order, moved=[part], action=OrderAction.PREPARE, mover=mover)
    return part


@in_transaction
def ship(
    *,
    vendor_order_id: UUID,
    courier: str,
    tracking_number: str,
    role: Role,
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
    reason: str = "",
) -> VendorOrder:
    """One parcel with all lines is on its way.

    Args:
        courier, tracking_number: at most 40 characters each.

    Raises:
        VendorOrderNotFound: there is none, or it is another vendor's.
        TrackingNumberMissing: courier or tracking number is empty.
        TransitionNotAllowed: it is not being prepared, or not for this role.
    """
    order, part = _open_part(vendor_order_id, role, actor_id, vendor_id)
    courier, tracking_number = courier.strip(), tracking_number.strip()
    if not courier or not tracking_number:
        raise TrackingNumberMissing("Escriba la transportadora y el número de guía.")
    mover = Mover(role=role, actor_id=actor_id, reason=reason)
    take_step(order=order, moved=[part], action=OrderAction.SHIP, mover=mover)
    parcel = Shipment.objects.create(
        vendor_order=part, courier=courier, tracking_number=tracking_number
    )
    lines = part.lines.values_list("pk", "quantity")
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=parcel, line_id=line_id, quantity=quantity)
        for line_id, quantity in lines
    )
    publish(VendorOrderShipped(order_id=str(order.pk), vendor_order_id=str(part.pk)))
    return part


@in_transaction
def deliver(
    *,
    vendor_order_id: UUID,
    role: Role,
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
    reason: str = "",
) -> VendorOrder:
    """The parcel arrived; a buyer can say so of an own order only.

    Raises:
        VendorOrderNotFound: there is none, or it is another vendor's or buyer's.
        TransitionNotAllowed: it is not on its way, or not for this role.
    """
    order, part = _open_part(vendor_order_id, role, actor_id, vendor_id)
    mover = Mover(role=role, actor_id=actor_id, reason=reason)
    take_step(order=order, moved=[part], action=OrderAction.DELIVER, mover=mover)
    part.delivered_at = clock.now()
    VendorOrder.objects.filter(pk=part.pk).update(delivered_at=part.delivered_at)
    part.shipments.filter(delivered_at=None).update(delivered_at=part.delivered_at)
    publish(VendorOrderDelivered(order_id=str(order.pk), vendor_order_id=str(part.pk)))
    return part


@in_transaction
def refund(*, vendor_order_id: UUID, actor_id: UUID, reason: str) -> VendorOrder:
    """Staff take a delivered vendor order back; payments returns its money.

    Raises:
        VendorOrderNotFound: there is none.
        TransitionNotAllowed: it was not delivered, or never paid.
        ReasonMissing: staff must say why.
    """
    order, part = _open_part(vendor_order_id, Role.STAFF, actor_id, None)
    if order.paid_at is None:
        raise TransitionNotAllowed(
            "El pedido no se ha pagado.",
            status=part.status,
            action=OrderAction.REFUND.value,
        )
    mover = Mover(role=Role.STAFF, actor_id=actor_id, reason=reason)
    take_step(order=order, moved=[part], action=OrderAction.REFUND, mover=mover)
    publish(VendorOrderRefunded(order_id=str(order.pk), vendor_order_id=str(part.pk)))
    return part


def _open(order_id: UUID) -> Order:
    order = lock_order(order_id=order_id)
    order.parts = lock_parts(order=order)
    return order


def _open_part(
    vendor_order_id: UUID, role: Role, actor_id: UUID | None, vendor_id: UUID | None
) -> tuple[Order, VendorOrder]:
    buyer_id = actor_id if role == Role.BUYER else None
    order = lock_order_of_part(
        vendor_order_id=vendor_order_id, vendor_id=vendor_id, buyer_id=buyer_id
    )
    order.parts = lock_parts(order=order)
    return order, next(part for part in order.parts if part.pk == vendor_order_id)


def _revive(order: Order) -> None:
    reserve_stock(order_id=order.pk, quantities=_quantities(order.parts))
    mover = Mover(role=Role.SYSTEM, reason=ReasonCode.LATE_PAYMENT)
    take_step(order=order, moved=order.parts, action=OrderAction.REVIVE, mover=mover)


def _cancel(
    order: Order, moved: list[VendorOrder], mover: Mover, *, with_whole_order: bool
) -> Taken:
    shelf = [part for part in moved if part.status in _ON_THE_SHELF]
    taken = take_step(order=order, moved=moved, action=OrderAction.CANCEL, mover=mover)
    if taken.before == OrderStatus.PENDING:
        release_stock(order_id=order.pk)
    if shelf:
        restock(
            order_id=order.pk, quantities=_quantities(shelf), reason=f"Cancelado {order.number}"
        )
    publish(
        *(
            VendorOrderCancelled(
                order_id=str(order.pk),
                vendor_order_id=str(part.pk),
                was_paid=order.paid_at is not None,
                with_whole_order=with_whole_order,
                role=mover.role.value,
            )
            for part in moved
        )
    )
    return taken


def _tell_cancelled(order: Order, taken: Taken) -> None:
    if taken.change_id is not None and taken.after == OrderStatus.CANCELLED:
        publish(OrderCancelled(order_id=str(order.pk), change_id=taken.change_id))


def _quantities(parts: Iterable[VendorOrder]) -> dict[UUID, int]:
    """Return the units of these vendor orders by variant."""
    lines = OrderLine.objects.filter(vendor_order__in=[part.pk for part in parts])
    rows = lines.values_list("variant_id").annotate(units=Sum("quantity")).order_by("variant_id")
    return dict(rows)
