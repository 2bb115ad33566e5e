"""Who works for which shop, and how shops are reached."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marketplace.shared.errors import NotFoundError

from ..errors import NotAVendorMember
from ..models import Member, Vendor


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A person's place in a shop; ``role`` and ``vendor_status`` are the stored English words."""

    vendor_id: UUID
    vendor_name: str
    vendor_slug: str
    vendor_status: str
    role: str


@dataclass(frozen=True, kw_only=True)
class VendorContact:
    """How to reach a shop."""

    vendor_id: UUID
    name: str
    email: str


def membership_of(*, user_id: UUID) -> Membership | None:
    """Return the shop that the person works for: 1 query; None for everybody else."""
    row = (
        Member.objects.filter(user_id=user_id)
        .values("vendor_id", "vendor__name", "vendor__slug", "vendor__status", "role")
        .first()
    )
    if row is None:
        return None
    return Membership(
        vendor_id=row["vendor_id"],
        vendor_name=row["vendor__name"],
        vendor_slug=row["vendor__slug"],
        vendor_status=row["vendor__status"],
        role=row["role"],
    )


def require_membership(*, user_id: UUID, is_object: bool) -> Membership:
    """Return the person's place in a shop, on the way to something of shops: 1 query.

    Args:
        is_object: the way leads to one thing by its id, and not to what each shop has.

    Raises:
        NotAVendorMember: the person works for no shop, so nothing here is for them.
        NotFoundError: the same person asks for one thing: it is somebody else's or missing,
            and the two look alike.
    """
    membership = membership_of(user_id=user_id)
    if membership is not None:
        return membership
    if is_object:
        raise NotFoundError("No existe.")
    raise NotAVendorMember("No pertenece a ninguna tienda.")


def works_for_a_shop(user_id: UUID) -> bool:
    """Tell whether the person is a member of any shop: 1 query."""
    return Member.objects.filter(user_id=user_id).exists()


def memberships_section(user_id: UUID) -> list[dict[str, Any]]:
    """Return the profile's field ``memberships``: 1 query."""
    membership = membership_of(user_id=user_id)
    if membership is None:
        return []
    return [
        {
            "vendor": {
                "id": membership.vendor_id,
                "name": membership.vendor_name,
                "slug": membership.vendor_slug,
                "status": membership.vendor_status,
            },
            "role": membership.role,
        }
    ]


def member_ids(*, vendor_id: UUID, roles: Collection[str]) -> list[UUID]:
    """Return who works for the shop in one of these roles (stored English words): 1 query."""
    members = Member.objects.filter(vendor_id=vendor_id, role__in=roles)
    return list(members.order_by("user_id").values_list("user_id", flat=True))


def vendor_contacts(*, vendor_ids: Iterable[UUID]) -> dict[UUID, VendorContact]:
    """Return the contacts by shop: 1 query. Unknown shops are left out."""
    rows = Vendor.objects.filter(pk__in=set(vendor_ids)).values_list("pk", "name", "email")
    return {pk: VendorContact(vendor_id=pk, name=name, email=email) for pk, name, email in rows}
