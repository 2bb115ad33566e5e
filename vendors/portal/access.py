"""Who may enter the portal, and which of its pages."""

from typing import Any, ClassVar

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import View

from marketplace.shared.errors import NotFoundError
from vendors.errors import NotAVendorMember
from vendors.member_rules import Area, changeable_areas, visible_areas
from vendors.selectors.members import Membership, require_membership

NO_SHOP = "Esta cuenta no pertenece a ninguna tienda."


class VendorRequired(AccessMixin, View):
    """Finds the member's shop and refuses whoever has no business on the page.

    Strangers go to the login page. A signed-in person without a shop gets 403, or 404 where the
    page is of one thing; whose function does not reach the page's ``area``, 403. Three
    statements: session, user, membership.
    """

    area: ClassVar[Area | None] = None
    # The page changes something; otherwise seeing the area is enough.
    is_change: ClassVar[bool] = False

    vendor: Membership

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        try:
            self.vendor = require_membership(user_id=request.user.pk, is_object=bool(kwargs))
        except NotAVendorMember as error:
            raise PermissionDenied(NO_SHOP) from error
        except NotFoundError as error:
            raise Http404(error.message) from error
        if self.area is not None and self.area not in self._allowed_areas():
            raise PermissionDenied("Su función en la tienda no incluye esta página.")
        return super().dispatch(request, *args, **kwargs)

    def _allowed_areas(self) -> frozenset[Area]:
        role = self.vendor.role
        return changeable_areas(role) if self.is_change else visible_areas(role)

    def frame(self) -> dict[str, Any]:
        """Return what the frame around each page shows: the shop, the menu, the rights."""
        return {
            "vendor": self.vendor,
            "sees": {area.value: True for area in visible_areas(self.vendor.role)},
            "may_change": self.area in changeable_areas(self.vendor.role),
            "section": self.area.value if self.area else "home",
        }
