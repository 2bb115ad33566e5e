"""Changes a shop's data. Names, taxes and the commission are changed by staff alone."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from accounts.selectors.places import find_place
from marketplace.shared.db import in_transaction
from marketplace.shared.phones import normalise_phone
from marketplace.shared.services import audit

from ..errors import OwnVendor, VendorNameTaken, VendorNotFound
from ..models import Member, Vendor

FIELDS = ("description", "email", "phone", "city", "department", "address")
PLACE = ("city", "department")
STAFF_FIELDS = (*FIELDS, "name", "legal_name", "charges_iva", "commission_rate")


@in_transaction
def update_vendor_profile(*, vendor_id: UUID, actor_id: UUID, fields: dict[str, str]) -> Vendor:
    """Change the given fields of the shop and leave the rest; the same again changes nothing.

    Args:
        fields: some of ``FIELDS``; others are left alone.

    Raises:
        VendorNotFound: no such shop.
        InvalidPhone: the telephone is no Colombian one.
        UnknownDepartment, UnknownCity: the shop's department has no such city.

    Locks the vendor.
    """
    return _change(vendor_id, actor_id, {name: fields[name] for name in FIELDS if name in fields})


@in_transaction
def update_vendor_record(*, vendor_id: UUID, actor_id: UUID, fields: dict[str, Any]) -> Vendor:
    """Change what staff may, ``STAFF_FIELDS``; orders keep the rate that they were made with.

    Args:
        fields: ``commission_rate`` is a fraction or None for the general rate.

    Raises:
        VendorNotFound: no such shop.
        OwnVendor: the actor works for this shop.
        VendorNameTaken: another shop has the name.
        InvalidPhone: the telephone is no Colombian one.
        UnknownDepartment, UnknownCity: the shop's department has no such city.

    Locks the vendor.
    """
    if Member.objects.filter(vendor_id=vendor_id, user_id=actor_id).exists():
        raise OwnVendor("No puede cambiar su propia tienda desde el panel.")
    if Vendor.objects.filter(name=fields.get("name", "")).exclude(pk=vendor_id).exists():
        raise VendorNameTaken("Ya hay una tienda con este nombre.")
    return _change(
        vendor_id, actor_id, {name: fields[name] for name in STAFF_FIELDS if name in fields}
    )


def _change(vendor_id: UUID, actor_id: UUID, fields: dict[str, Any]) -> Vendor:
    vendor = Vendor.objects.select_for_update(no_key=True).filter(pk=vendor_id).first()
    if vendor is None:
        raise VendorNotFound("La tienda no existe.")
    fields = fields | _place(vendor, fields)
    changes: dict[str, Any] = {}
    for name, value in fields.items():
        before, after = getattr(vendor, name), _clean(name, value)
        if before != after:
            setattr(vendor, name, after)
            changes[name] = [_plain(before), _plain(after)]
    if changes:
        vendor.save(update_fields=list(changes))
        audit.record(
            action="vendors.profile_changed",
            subject_type="vendor",
            subject_id=vendor.pk,
            actor_id=actor_id,
            changes=changes,
        )
    return vendor


def _place(vendor: Vendor, fields: dict[str, Any]) -> dict[str, str]:
    """Return city and department by their official names if one of them is to change."""
    wanted = {name: fields.get(name, getattr(vendor, name)).strip() for name in PLACE}
    if all(wanted[name] == getattr(vendor, name) for name in PLACE):
        return {}
    place = find_place(**wanted)
    return {name: getattr(place, name) for name in PLACE}


def _clean(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name == "phone":
        return normalise_phone(value)
    return value.strip().lower() if name == "email" else value.strip()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
