"""What happens to orders, for whoever wants to hear of it."""

from dataclasses import dataclass
from typing import ClassVar

from marketplace.shared.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    """A pending order exists and its units are reserved."""

    name: ClassVar[str] = "orders.order_placed"
    order_id: str


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Event):
    """The money is in and the units are sold."""

    name: ClassVar[str] = "orders.order_paid"
    order_id: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    """A whole order was given up; each vendor order tells of itself too.

    Attributes:
        change_id: of the history row: an order that late money revives may be cancelled again.
    """

    name: ClassVar[str] = "orders.order_cancelled"
    order_id: str
    change_id: int


@dataclass(frozen=True, kw_only=True)
class VendorOrderCancelled(Event):
    """A vendor order was given up, alone or with the whole; if ``was_paid``, money is owed.

    Attributes:
        role: who gave it up, a value of ``Role``; empty in messages older than the field.
    """

    name: ClassVar[str] = "orders.vendor_order_cancelled"
    order_id: str
    vendor_order_id: str
    was_paid: bool
    with_whole_order: bool = False
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class VendorOrderRefunded(Event):
    """A delivered vendor order goes back: its money is owed to the buyer."""

    name: ClassVar[str] = "orders.vendor_order_refunded"
    order_id: str
    vendor_order_id: str


@dataclass(frozen=True, kw_only=True)
class VendorOrderShipped(Event):
    """A parcel is on its way."""

    name: ClassVar[str] = "orders.vendor_order_shipped"
    order_id: str
    vendor_order_id: str


@dataclass(frozen=True, kw_only=True)
class VendorOrderDelivered(Event):
    """A vendor order arrived."""

    name: ClassVar[str] = "orders.vendor_order_delivered"
    order_id: str
    vendor_order_id: str
