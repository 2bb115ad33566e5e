"""Who may keep goods by the API: members of the shop, and staff with the right."""

from typing import Any
from uuid import UUID

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from marketplace.shared.api.permissions import StaffMay
from vendors.api.permissions import IsCatalogueMember

from ..states import ProductRole


class ReviewsProducts(StaffMay):
    """Staff who look at products. ``request.membership`` is None."""

    model = "catalog.product"

    def has_permission(self, request: Request, view: APIView) -> bool:
        holder: Any = request
        holder.membership = None
        return super().has_permission(request, view)


class KeepsCatalogue(BasePermission):
    """Staff who look at products, and those who keep the catalogue of a shop.

    ``request.membership`` says which shop; it is None for staff.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        is_staff = request.user.is_authenticated and request.user.is_staff
        door = ReviewsProducts() if is_staff else IsCatalogueMember()
        return door.has_permission(request, view)


def shop_of(request: Any) -> UUID | None:
    """Return the id of the caller's shop; None for staff."""
    return request.membership.vendor_id if request.membership else None


def role_of(request: Any) -> ProductRole:
    """Return in which role the caller moves products."""
    return ProductRole.VENDOR if request.membership else ProductRole.STAFF
