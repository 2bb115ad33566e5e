"""Reacts to events of this app and of those below; each is safe to run twice."""

from typing import Any
from uuid import UUID

from accounts.events import UserErased
from marketplace.shared.events import subscribe
from orders.events import VendorOrderCancelled, VendorOrderRefunded
from orders.states import Role

from .events import NoticeStored
from .services import commissions, notices
from .services.erasure import erase_payer

CANCELLED_BY_SOMEBODY = "Esta parte del pedido se canceló."
CANCELLED_BY: dict[str, str] = {
    Role.BUYER: "El comprador canceló esta parte del pedido.",
    Role.VENDOR: "La tienda canceló esta parte del pedido.",
    Role.STAFF: "El equipo de la plaza canceló esta parte del pedido.",
}


@subscribe(NoticeStored)
def act_on_notice(payload: dict[str, Any]) -> None:
    """Ask the gateway about the charge that a notice names."""
    notices.act_on(notice_id=payload["notice_id"])


@subscribe(VendorOrderCancelled)
def give_cancelled_money_back(payload: dict[str, Any]) -> None:
    """Owe the buyer what was paid for a vendor order that was given up."""
    if payload["was_paid"]:
        commissions.reverse_sale(
            order_id=UUID(payload["order_id"]),
            vendor_order_id=UUID(payload["vendor_order_id"]),
            reason=CANCELLED_BY.get(payload.get("role", ""), CANCELLED_BY_SOMEBODY),
        )


@subscribe(VendorOrderRefunded)
def give_returned_money_back(payload: dict[str, Any]) -> None:
    """Owe the buyer what was paid for a vendor order that went back."""
    commissions.reverse_sale(
        order_id=UUID(payload["order_id"]),
        vendor_order_id=UUID(payload["vendor_order_id"]),
        reason="El pedido fue devuelto.",
    )


@subscribe(UserErased)
def erase_payer_of_charges(payload: dict[str, Any]) -> None:
    """Take the payer out of charges and notices."""
    erase_payer(user_id=UUID(payload["user_id"]))
