"""Shops for tests, made by the services."""

from itertools import count
from typing import Any
from uuid import UUID

from accounts.services.roles import grant_vendor_role
from marketplace.shared.documents import with_check_digit
from vendors.models import Member, Vendor
from vendors.services.approval import change_status
from vendors.services.registration import register_vendor
from vendors.states import VendorAction, VendorStatus

from .accounts import make_user

_numbers = count(1)
_WAY = {
    VendorStatus.PENDING: (),
    VendorStatus.APPROVED: (VendorAction.APPROVE,),
    VendorStatus.REJECTED: (VendorAction.REJECT,),
    VendorStatus.SUSPENDED: (VendorAction.APPROVE, VendorAction.SUSPEND),
    VendorStatus.CLOSED: (VendorAction.APPROVE, VendorAction.CLOSE),
}


def vendor_form(**values: Any) -> dict[str, Any]:
    """Return valid input of ``register_vendor`` but for the owner."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "name": f"Tienda {number}",
        "legal_name": f"Tienda {number} S.A.S.",
        "nit": with_check_digit(str(900_000_000 + number)),
        "email": f"tienda{number}@example.com",
        "phone": "601 234 5678",
        "city": "Bogotá",
        "department": "Bogotá D.C.",
    }
    return defaults | values


def make_vendor(
    *, status: str = VendorStatus.APPROVED, owner_id: UUID | None = None, **values: Any
) -> Vendor:
    """Return a shop that came to ``status`` step by step; it gets an owner of its own."""
    vendor = register_vendor(owner_id=owner_id or make_user().pk, **vendor_form(**values))
    for action in _WAY[VendorStatus(status)]:
        vendor = change_status(
            vendor_id=vendor.pk, action=action, actor_id=None, reason="para la prueba"
        )
    return vendor


def owner_of(vendor: Vendor) -> Any:
    """Return the user who owns ``vendor``."""
    return Member.objects.select_related("user").get(vendor=vendor, role=Member.Role.OWNER).user


def make_member(vendor: Vendor, role: str) -> Any:
    """Return a new user who works for ``vendor``, without the way by an invitation."""
    user = grant_vendor_role(user_id=make_user().pk)
    Member.objects.create(vendor=vendor, user=user, role=role)
    return user
