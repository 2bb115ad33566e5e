"""Who may act for a shop. Each check puts ``request.membership`` in place: 1 query."""

from typing import Any, ClassVar

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from ..models import Member
from ..selectors.members import membership_of

_R = Member.Role


class IsVendorMember(BasePermission):
    """Whoever works for a shop may read; the roles of ``writers`` may write.

    The shop may be in any state: what a suspended one may not do is refused by the services.
    """

    writers: ClassVar[frozenset[str]] = frozenset(_R.values) - {_R.READ_ONLY}

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        membership = membership_of(user_id=request.user.pk)
        holder: Any = request
        holder.membership = membership
        if membership is None:
            return False
        return request.method in SAFE_METHODS or membership.role in self.writers


class IsVendorOwner(IsVendorMember):
    """Writing is the owner's."""

    writers = frozenset({_R.OWNER})


class IsCatalogueMember(IsVendorMember):
    """Writing is for those who keep the catalogue."""

    writers = frozenset({_R.OWNER, _R.CATALOGUE})


class IsOrdersMember(IsVendorMember):
    """Writing is for those who send parcels."""

    writers = frozenset({_R.OWNER, _R.ORDERS})


class IsFinanceMember(IsVendorMember):
    """Money: reading too is only for the owner and finance."""

    writers = frozenset({_R.OWNER, _R.FINANCE})

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        holder: Any = request
        return holder.membership.role in self.writers


class ModeratesVendors(BasePermission):
    """Staff whose groups let them see shops; to act, also change them."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return False
        verb = "view" if request.method in SAFE_METHODS else "change"
        return user.has_perm(f"vendors.{verb}_vendor")
