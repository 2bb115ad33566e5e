"""What can go wrong with shops."""

from marketplace.shared.errors import DomainError, NotFoundError


class VendorNotFound(NotFoundError):
    code = "vendor_not_found"


class VendorTransitionNotAllowed(DomainError):
    code = "vendor_transition_not_allowed"


class NotAVendorMember(NotFoundError):
    code = "not_a_vendor_member"
