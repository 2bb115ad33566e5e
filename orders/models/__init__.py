"""Carts, orders and what follows from them."""

from .cart import Cart, CartItem
from .order import Order, OrderLine, StatusChange, VendorOrder
from .parcel import Return, ReturnLine, Shipment, ShipmentLine

__all__ = [
    "Cart",
    "CartItem",
    "Order",
    "OrderLine",
    "Return",
    "ReturnLine",
    "Shipment",
    "ShipmentLine",
    "StatusChange",
    "VendorOrder",
]
