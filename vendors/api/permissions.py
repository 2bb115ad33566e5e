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
from marketplace.shared.errors import ForbiddenError

from ..member_rules import Area, changeable_areas, visible_areas
from ..models import Member
from ..selectors.members import Membership, require_membership


class MemberRequest(PersonRequest):
    """What a view behind these permissions gets: somebody of a shop has sent it (for types)."""

    membership: Membership


class IsVendorMember(BasePermission):
    """Whoever works for a shop may read; writing needs a function that changes something.

    With an ``area``, reading and writing are for those whom the area is open to. Who has no shop
    gets 403, or 404 where the path names one thing by its id; a member whose function does not
    reach gets 403 whatever the id.
    """

    area: ClassVar[Area | None] = None

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Let a member pass; only strangers get False, which answers 401.

        Raises:
            NotAVendorMember, NotFoundError: the person works for no shop.
            ForbiddenError: the person's function there does not reach this far.
        """
        if not request.user.is_authenticated:
            return False
        holder: Any = request
        holder.membership = None
        holder.membership = require_membership(user_id=request.user.pk, is_object=bool(view.kwargs))
        if not self.allows(holder.membership, is_change=request.method not in SAFE_METHODS):
            raise ForbiddenError("Su función en la tienda no lo permite.")
        return True

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


class IsSalesMember(IsVendorMember):
    """Those who look after the shop's orders."""

    area = Area.SALES


class IsMoneyMember(IsVendorMember):
    """Those who see what the shop earns."""

    area = Area.MONEY


class KeepsTeam(IsVendorMember):
    """Those who change the team; by the API nobody else reads it."""

    area = Area.TEAM

    def allows(self, membership: Membership, *, is_change: bool) -> bool:
        return super().allows(membership, is_change=True)


class ModeratesVendors(StaffMay):
    """Staff who look after shops."""

    model = "vendors.vendor"
