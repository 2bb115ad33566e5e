"""Changes what a shop says about itself. Name, legal name and NIT are changed by staff alone."""

from typing import Any
from uuid import UUID

from marketplace.shared.db import in_transaction
from marketplace.shared.phones import normalise_phone
from marketplace.shared.services import audit

from ..errors import VendorNotFound
from ..models import Vendor

FIELDS = ("description", "email", "phone", "city", "department", "address")


@in_transaction
def update_vendor_profile(*, vendor_id: UUID, actor_id: UUID, fields: dict[str, str]) -> Vendor:
    """Change the given fields of the shop and leave the rest; the same again changes nothing.

    Args:
        fields: some of ``FIELDS``.

    Raises:
        VendorNotFound: no such shop.
        InvalidPhone: the telephone is no Colombian one.

    Locks the vendor.
    """
    vendor = Vendor.objects.select_for_update(no_key=True).filter(pk=vendor_id).first()
    if vendor is None:
        raise VendorNotFound("La tienda no existe.")
    changes: dict[str, Any] = {}
    for name in FIELDS:
        if name in fields:
            before, after = getattr(vendor, name), _clean(name, fields[name])
            if before != after:
                setattr(vendor, name, after)
                changes[name] = [before, after]
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


def _clean(name: str, text: str) -> str:
    if name == "phone":
        return normalise_phone(text)
    return text.strip().lower() if name == "email" else text.strip()
