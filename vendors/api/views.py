"""The base of the views where a shop's own people work."""

from functools import cached_property
from typing import ClassVar
from uuid import UUID

from rest_framework.permissions import SAFE_METHODS

from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.api.views import PersonRequest, PlazaView
from marketplace.shared.errors import ForbiddenError

from ..errors import NotAVendorMember
from ..member_rules import Area, changeable_areas, visible_areas
from ..selectors.members import membership_of


class VendorView(PlazaView):
    """For the members of a shop whose function reaches the ``area``: reading needs less."""

    permission_classes = [IsAuthenticated]
    area: ClassVar[Area]
    request: PersonRequest

    @cached_property
    def vendor_id(self) -> UUID:
        """The caller's shop: 1 query.

        Raises:
            NotAVendorMember: the caller works for none.
            ForbiddenError: the caller's function there does not reach this far.
        """
        membership = membership_of(user_id=self.request.user.pk)
        if membership is None:
            raise NotAVendorMember("No pertenece a ninguna tienda.")
        areas_of = visible_areas if self.request.method in SAFE_METHODS else changeable_areas
        if self.area not in areas_of(membership.role):
            raise ForbiddenError("Su función en la tienda no lo permite.")
        return membership.vendor_id
