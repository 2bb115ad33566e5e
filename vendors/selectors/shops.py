"""Shops as the public, their own people and staff read them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from ..errors import VendorNotFound
from ..models import BankAccount, Vendor
from ..states import VendorStatus


def public_shops() -> QuerySet[Vendor]:
    """Return the shops that sell, by name."""
    return Vendor.objects.filter(status=VendorStatus.APPROVED).order_by("name", "pk")


def public_shop(*, slug: str) -> Vendor:
    """Return a shop that sells: 1 query.

    Raises:
        VendorNotFound: no such shop, or it does not sell.
    """
    return _found(public_shops().filter(slug=slug))


def shop(*, vendor_id: UUID) -> Vendor:
    """Return a shop in whatever state: 1 query. For its own people and for staff.

    Raises:
        VendorNotFound: no such shop.
    """
    return _found(Vendor.objects.filter(pk=vendor_id))


def all_shops(*, status: str = "", search: str = "") -> QuerySet[Vendor]:
    """Return every shop, newest first, for staff.

    Args:
        search: part of the name, of the legal name or of the e-mail, or the whole NIT.
    """
    shops = Vendor.objects.order_by("-created_at", "-pk")
    if status:
        shops = shops.filter(status=status)
    if search:
        shops = shops.filter(
            Q(name__icontains=search)
            | Q(legal_name__icontains=search)
            | Q(email__icontains=search)
            | Q(nit=search)
        )
    return shops


def current_bank_account(*, vendor_id: UUID) -> BankAccount | None:
    """Return the account that payouts go to: 1 query."""
    return BankAccount.objects.filter(vendor_id=vendor_id, is_current=True).first()


def _found(shops: QuerySet[Vendor]) -> Vendor:
    vendor = shops.first()
    if vendor is None:
        raise VendorNotFound("La tienda no existe.")
    return vendor
