"""What can go wrong with shops."""

from marketplace.shared.errors import DomainError, ForbiddenError, InvalidInputError, NotFoundError


class VendorNotFound(NotFoundError):
    """No such shop, or not for this person."""

    code = "vendor_not_found"


class VendorTransitionNotAllowed(DomainError):
    """The table of states has no such step."""

    code = "vendor_transition_not_allowed"


class NotAVendorMember(NotFoundError):
    """The person works for no shop."""

    code = "not_a_vendor_member"


class VendorNameTaken(DomainError):
    """Another shop has the name."""

    code = "vendor_name_taken"


class AlreadyAMember(DomainError):
    """The person works for a shop already."""

    code = "already_a_vendor_member"


class OwnVendor(ForbiddenError):
    """Nobody decides on their own shop."""

    code = "own_vendor"


class ReasonMissing(InvalidInputError):
    """The decision needs a reason."""

    code = "reason_missing"


class InvalidBankAccount(InvalidInputError):
    """Not the form of an account number."""

    code = "invalid_bank_account"


class InvalidShippingRate(InvalidInputError):
    """Not an amount of whole pesos."""

    code = "invalid_shipping_rate"
