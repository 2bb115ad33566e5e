"""Who may act for a shop. Each check puts ``request.membership`` in place: 1 query.

What a function in a shop reaches is decided by ``member_rules``; the shop may be in any state,
since what a suspended one may not do is refused by the services.
"""

from typing import Any, ClassVar

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from marketplace.shared.api.permissions import StaffMay
from marketplace.shared.api.views import PersonRequest

from ..member_rules import Area, changeable_areas, visible_areas
from ..models import Member
from ..selectors.members import Membership, membership_of


class MemberRequest(PersonRequest):
    """What a view behind these permissions gets: somebody of a shop has sent it (for types)."""

    membership: Membership


class IsVendorMember(BasePermission):
    """Whoever works for a shop may read; writing needs a function that changes something.

    With an ``area``, reading and writing are for those whom the area is open to.
    """

    area: ClassVar[Area | None] = None

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        membership = membership_of(user_id=request.user.pk)
        holder: Any = request
        holder.membership = membership
        if membership is None:
            return False
        return self.allows(membership, is_change=request.method not in SAFE_METHODS)

    def allows(self, membership: Membership, *, is_change: bool) -> bool:
        """Tell whether the member's function reaches this far."""
        areas = (changeable_areas if is_change else visible_areas)(membership.role)
        return bool(areas) if self.area is None else self.area in areas


class IsVendorOwner(IsVendorMember):
    """Every member reads, the owner writes."""

    def allows(self, membership: Membership, *, is_change: bool) -> bool:
        return membership.role == Member.Role.OWNER or not is_change


class IsCatalogueMember(IsVendorMember):
    """Those who keep the catalogue."""

    area = Area.PRODUCTS


class ModeratesVendors(StaffMay):
    """Staff who look after shops."""

    model = "vendors.vendor"
