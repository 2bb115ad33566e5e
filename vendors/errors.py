"""What can go wrong with shops."""

from marketplace.shared.errors import DomainError, ForbiddenError, InvalidInputError, NotFoundError


class VendorNotFound(NotFoundError):
    code = "vendor_not_found"


class VendorTransitionNotAllowed(DomainError):
    code = "vendor_transition_not_allowed"


class NotAVendorMember(NotFoundError):
    code = "not_a_vendor_member"


class VendorNameTaken(DomainError):
    code = "vendor_name_taken"


class AlreadyAMember(DomainError):
    code = "already_a_vendor_member"


class OwnVendor(ForbiddenError):
    """Nobody decides on their own shop."""

    code = "own_vendor"


class ReasonMissing(InvalidInputError):
    code = "reason_missing"


class InvalidNit(InvalidInputError):
    code = "invalid_nit"


class InvalidBankAccount(InvalidInputError):
    code = "invalid_bank_account"


class InvalidShippingRate(InvalidInputError):
    code = "invalid_shipping_rate"
