"""Shops and their people."""

from .money import BankAccount, ShippingRate
from .vendor import Member, Vendor, VendorDocument, VendorStatusChange

__all__ = [
    "BankAccount",
    "Member",
    "ShippingRate",
    "Vendor",
    "VendorDocument",
    "VendorStatusChange",
]
