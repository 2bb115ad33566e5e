"""The base of the views where a shop's own people work."""

from uuid import UUID

from marketplace.shared.api.views import PlazaView

from .permissions import MemberRequest


class VendorView(PlazaView):
    """For views behind ``IsVendorMember`` or one of its kind, which says who may pass."""

    request: MemberRequest

    @property
    def vendor_id(self) -> UUID:
        """The caller's shop, which the permission has found."""
        return self.request.membership.vendor_id
