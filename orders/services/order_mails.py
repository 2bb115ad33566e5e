"""What buyers and shops are told about orders: in the inbox and by mail.

Called from handlers, outside transactions; twice tells once.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.notification_kinds import NotificationKind
from accounts.services.notifications import notify, notify_all
from marketplace.shared.money import format_pesos
from marketplace.shared.services.mail import Mail, send
from vendors.selectors.members import member_ids, vendor_contacts

from ..models import Order, VendorOrder
from ..selectors.mails import cancellation, last_reason, order_with_parts, part_of_order
from ..states import OrderStatus, reason_text

# Who in a shop hears of its sales, besides its mailbox: stored roles of its members.
SALES_ROLES = ("owner", "orders")


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
        body="Páguelo a tiempo para no perder lo apartado." if waits else "",
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
        body=f"Recibimos {format_pesos(order.total)}. Las tiendas ya preparan su pedido.",
        topic=NotificationKind.PAYMENTS,
        parts=order.parts,
    )


def send_new_sales(*, order_id: UUID) -> None:
    """Tell each vendor of a paid order what they sold; the others' parts are not in it."""
    order = order_with_parts(order_id=order_id)
    contacts = vendor_contacts(vendor_ids=[part.vendor_id for part in order.parts])
    for part in order.parts:
        _to_shop(
            part,
            contacts[part.vendor_id].email,
            kind="new_sale",
            subject=f"Tiene una venta nueva: {part.number}",
            body=f"Está pagada, por {format_pesos(part.total)}. Prepárela y registre la guía.",
            address=order.shipping_address,
        )


def send_shipped(*, vendor_order_id: UUID) -> None:
    """Tell the buyer that a parcel is on its way."""
    order, part = part_of_order(vendor_order_id=vendor_order_id)
    parcel = part.own_shipments[-1]
    _to_buyer(
        order,
        kind="order_shipped",
        about=str(part.pk),
        subject=f"Su paquete de {part.vendor_name} va en camino",
        body=f"Lo lleva {parcel.courier}, guía {parcel.tracking_number}.",
        part=part,
        parcel=parcel,
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
        reason=reason_text(ended.reason),
        is_part=False,
        **_money_back(ended.parts, was_paid=ended.was_paid),
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
        reason=reason_text(last_reason(vendor_order_id=part.pk)),
        is_part=True,
        template="order_cancelled",
        **_money_back([part], was_paid=True),
    )


def send_sale_cancelled(*, vendor_order_id: UUID) -> None:
    """Tell a vendor that a paid sale ended and must not be sent."""
    _order, part = part_of_order(vendor_order_id=vendor_order_id)
    contact = vendor_contacts(vendor_ids=[part.vendor_id])[part.vendor_id]
    _to_shop(
        part,
        contact.email,
        kind="sale_cancelled",
        subject=f"Se canceló la venta {part.number}",
        body="No la despache.",
        reason=reason_text(last_reason(vendor_order_id=part.pk)),
    )


def _money_back(parts: list[VendorOrder], *, was_paid: bool) -> dict[str, Any]:
    amount = sum((part.total for part in parts), Decimal(0))
    told = f"Le devolvemos {format_pesos(amount)}." if was_paid else "No se le cobró nada."
    return {"amount": amount, "was_paid": was_paid, "body": told}


def _to_buyer(
    order: Order,
    *,
    kind: str,
    about: str,
    subject: str,
    body: str,
    template: str = "",
    topic: NotificationKind = NotificationKind.ORDERS,
    **context: Any,
) -> None:
    """Write the news into the buyer's inbox, then mail it; each is once for itself."""
    notify(
        user_id=order.buyer_id,
        kind=topic,
        about=f"{kind}:{about}",
        title=subject,
        body=body,
        link=f"/api/v1/orders/{order.pk}",
    )
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


def _to_shop(
    part: VendorOrder, email: str, *, kind: str, subject: str, body: str, **context: Any
) -> None:
    """Write the news into the inboxes of those who sell for the shop, then mail it to the shop."""
    notify_all(
        user_ids=member_ids(vendor_id=part.vendor_id, roles=SALES_ROLES),
        kind=NotificationKind.SHOP_SALES,
        about=f"{kind}:{part.pk}",
        title=subject,
        body=body,
        link=f"/portal/ventas/{part.pk}/",
    )
    send(
        Mail(
            kind=f"orders.{kind}",
            about=str(part.pk),
            recipient=email,
            subject=subject,
            template=kind,
            context={"part": part, **context},
        )
    )
