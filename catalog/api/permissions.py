"""Who may keep goods by the API: members of the shop, and staff with the right."""

from typing import Any
from uuid import UUID

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from vendors.api.permissions import IsCatalogueMember

from ..states import ProductRole


class KeepsCatalogue(BasePermission):
    """Staff who may change products, and those who keep the catalogue of a shop.

    ``request.membership`` says which shop; it is None for staff.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.user.is_authenticated and request.user.is_staff:
            holder: Any = request
            holder.membership = None
            return _may(request)
        return IsCatalogueMember().has_permission(request, view)


class ReviewsProducts(BasePermission):
    """Staff who may change products."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        holder: Any = request
        holder.membership = None
        return bool(request.user.is_authenticated and request.user.is_staff and _may(request))


def _may(request: Request) -> bool:
    verb = "view" if request.method in SAFE_METHODS else "change"
    return request.user.has_perm(f"catalog.{verb}_product")


def shop_of(request: Any) -> UUID | None:
    """Return the id of the caller's shop; None for staff."""
    return request.membership.vendor_id if request.membership else None


def role_of(request: Any) -> ProductRole:
    """Return in which role the caller moves products."""
    return ProductRole.VENDOR if request.membership else ProductRole.STAFF
