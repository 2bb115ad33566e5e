"""What can go wrong with shops."""

from marketplace.shared.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    TooManyRequestsError,
)


class VendorNotFound(NotFoundError):
    """No such shop, or not for this person."""

    code = "vendor_not_found"


class VendorTransitionNotAllowed(DomainError):
    """The table of states has no such step."""

    code = "vendor_transition_not_allowed"


class NotAVendorMember(ForbiddenError):
    """The person works for no shop, and asks for what only shops have."""

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


class MemberNotFound(NotFoundError):
    """No such place in the team of this shop."""

    code = "member_not_found"


class InvitationNotFound(NotFoundError):
    """Unknown, used, withdrawn, expired, or sent to another mailbox: they look alike."""

    code = "invitation_not_found"


class LastOwner(DomainError):
    """Nobody would own the shop."""

    code = "last_owner"


class TeamFull(DomainError):
    """The shop has as many members and invitations as it may."""

    code = "team_full"


class TooManyInvitations(TooManyRequestsError):
    """The shop, or somebody for this mailbox, has sent as many invitations as a day allows."""

    code = "too_many_invitations"
