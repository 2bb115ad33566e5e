"""Reacts to events: whoever is concerned gets a mail, and the erased leave their orders."""

from typing import Any
from uuid import UUID

from accounts.events import UserErased
from marketplace.shared.events import subscribe

from .events import (
    OrderCancelled,
    OrderPaid,
    OrderPlaced,
    VendorOrderCancelled,
    VendorOrderShipped,
)
from .services import order_mails
from .services.erasure import erase_buyer


@subscribe(OrderPlaced, queue="mails")
def mail_order_received(payload: dict[str, Any]) -> None:
    order_mails.send_order_received(order_id=UUID(payload["order_id"]))


@subscribe(OrderPaid, queue="mails")
def mail_order_paid(payload: dict[str, Any]) -> None:
    order_mails.send_order_paid(order_id=UUID(payload["order_id"]))


@subscribe(OrderPaid, queue="mails")
def mail_new_sales(payload: dict[str, Any]) -> None:
    order_mails.send_new_sales(order_id=UUID(payload["order_id"]))


@subscribe(VendorOrderShipped, queue="mails")
def mail_shipped(payload: dict[str, Any]) -> None:
    order_mails.send_shipped(vendor_order_id=UUID(payload["vendor_order_id"]))


@subscribe(OrderCancelled, queue="mails")
def mail_order_cancelled(payload: dict[str, Any]) -> None:
    order_mails.send_order_cancelled(
        order_id=UUID(payload["order_id"]), change_id=payload["change_id"]
    )


@subscribe(VendorOrderCancelled, queue="mails")
def mail_part_cancelled(payload: dict[str, Any]) -> None:
    """The buyer hears of a part; of a whole order there is one mail for all its parts."""
    if not payload["with_whole_order"]:
        order_mails.send_part_cancelled(vendor_order_id=UUID(payload["vendor_order_id"]))


@subscribe(VendorOrderCancelled, queue="mails")
def mail_sale_cancelled(payload: dict[str, Any]) -> None:
    """The vendor hears of what was paid; of unpaid orders they never knew."""
    if payload["was_paid"]:
        order_mails.send_sale_cancelled(vendor_order_id=UUID(payload["vendor_order_id"]))


@subscribe(UserErased)
def erase_buyer_of_orders(payload: dict[str, Any]) -> None:
    erase_buyer(user_id=UUID(payload["user_id"]))
