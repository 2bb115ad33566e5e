"""The mails about orders. Sent from handlers, outside transactions; twice sends once."""

from typing import Any
from uuid import UUID

from marketplace.shared.services.mail import Mail, send
from vendors.selectors.members import vendor_contacts

from ..models import Order
from ..selectors.mails import cancellation, last_reason, order_with_parts, part_of_order
from ..states import OrderStatus, reason_text


def send_order_received(*, order_id: UUID) -> None:
    """Tell the buyer that the order is there and until when it waits for its payment.

    Raises:
        OSError: the mail server does not answer; every function here may raise it.
    """
    order = order_with_parts(order_id=order_id)
    waits = order.status == OrderStatus.PENDING
    _to_buyer(
        order,
        kind="order_received",
        about=str(order.pk),
        subject=f"Recibimos su pedido {order.number}",
        parts=order.parts,
        waits=waits,
    )


def send_order_paid(*, order_id: UUID) -> None:
    """Tell the buyer that the money arrived."""
    order = order_with_parts(order_id=order_id)
    _to_buyer(
        order,
        kind="order_paid",
        about=str(order.pk),
        subject=f"Recibimos el pago de su pedido {order.number}",
        parts=order.parts,
    )


def send_new_sales(*, order_id: UUID) -> None:
    """Tell each vendor of a paid order what they sold; the others' parts are not in it."""
    order = order_with_parts(order_id=order_id)
    contacts = vendor_contacts(vendor_ids=[part.vendor_id for part in order.parts])
    for part in order.parts:
        send(
            Mail(
                kind="orders.new_sale",
                about=str(part.pk),
                recipient=contacts[part.vendor_id].email,
                subject=f"Tiene una venta nueva: {part.number}",
                template="new_sale",
                context={"part": part, "address": order.shipping_address},
            )
        )


def send_shipped(*, vendor_order_id: UUID) -> None:
    """Tell the buyer that a parcel is on its way."""
    order, part = part_of_order(vendor_order_id=vendor_order_id)
    _to_buyer(
        order,
        kind="order_shipped",
        about=str(part.pk),
        subject=f"Su paquete de {part.vendor_name} va en camino",
        part=part,
        parcel=part.own_shipments[-1],
    )


def send_order_cancelled(*, order_id: UUID, change_id: int) -> None:
    """Tell the buyer that the whole order ended, and what comes back."""
    ended = cancellation(order_id=order_id, change_id=change_id)
    _to_buyer(
        ended.order,
        kind="order_cancelled",
        about=str(change_id),
        subject=f"Su pedido {ended.order.number} se canceló",
        number=ended.order.number,
        parts=ended.parts,
        amount=sum(part.total for part in ended.parts),
        reason=reason_text(ended.reason),
        was_paid=ended.was_paid,
        is_part=False,
    )


def send_part_cancelled(*, vendor_order_id: UUID) -> None:
    """Tell the buyer that one vendor's part of a paid order ended while the others go on."""
    order, part = part_of_order(vendor_order_id=vendor_order_id)
    _to_buyer(
        order,
        kind="order_part_cancelled",
        about=str(part.pk),
        subject=f"Una parte de su pedido {order.number} se canceló",
        number=part.number,
        parts=[part],
        amount=part.total,
        reason=reason_text(last_reason(vendor_order_id=part.pk)),
        was_paid=True,
        is_part=True,
        template="order_cancelled",
    )


def send_sale_cancelled(*, vendor_order_id: UUID) -> None:
    """Tell a vendor that a paid sale ended and must not be sent."""
    _order, part = part_of_order(vendor_order_id=vendor_order_id)
    contact = vendor_contacts(vendor_ids=[part.vendor_id])[part.vendor_id]
    send(
        Mail(
            kind="orders.sale_cancelled",
            about=str(part.pk),
            recipient=contact.email,
            subject=f"Se canceló la venta {part.number}",
            template="sale_cancelled",
            context={
                "part": part,
                "reason": reason_text(last_reason(vendor_order_id=part.pk)),
            },
        )
    )


def _to_buyer(
    order: Order,
    *,
    kind: str,
    about: str,
    subject: str,
    template: str = "",
    **context: Any,
) -> None:
    send(
        Mail(
            kind=f"orders.{kind}",
            about=about,
            recipient=order.email,
            subject=subject,
            template=template or kind,
            context={"order": order, "address": order.shipping_address, **context},
        )
    )
