"""Shops and their people."""

from .invitation import Invitation
from .money import BankAccount, ShippingRate
from .vendor import Member, Vendor, VendorDocument, VendorStatusChange

__all__ = [
    "BankAccount",
    "Invitation",
    "Member",
    "ShippingRate",
    "Vendor",
    "VendorDocument",
    "VendorStatusChange",
]
