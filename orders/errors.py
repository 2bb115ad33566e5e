"""What can go wrong with carts and orders."""

from marketplace.shared.errors import DomainError, InvalidInputError, NotFoundError


class OrderNotFound(NotFoundError):
    code = "order_not_found"


class VendorOrderNotFound(NotFoundError):
    code = "vendor_order_not_found"


class CartItemNotFound(NotFoundError):
    code = "cart_item_not_found"


class CartEmpty(DomainError):
    code = "cart_empty"


class TransitionNotAllowed(DomainError):
    code = "transition_not_allowed"


class TrackingNumberMissing(InvalidInputError):
    code = "tracking_number_missing"


class TotalChanged(DomainError):
    """The client expected another total; ``details`` carry the present figures."""

    code = "total_changed"
    title = "El total cambió"


class CouponNotValid(DomainError):
    code = "coupon_not_valid"


class UnknownDepartment(InvalidInputError):
    code = "unknown_department"
