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
    title = "El carrito está vacío"


class CartLimitReached(DomainError):
    """More units of one variant, or more different variants, than a cart holds."""

    code = "cart_limit_reached"


class TransitionNotAllowed(DomainError):
    code = "transition_not_allowed"
    title = "El pedido no admite esta acción"


class ReasonMissing(InvalidInputError):
    """Staff must say why."""

    code = "reason_missing"


class TrackingNumberMissing(InvalidInputError):
    code = "tracking_number_missing"


class TotalChanged(DomainError):
    """The client expected another total; ``details`` carry the present figures."""

    code = "total_changed"
    title = "El total cambió"


class CouponNotValid(DomainError):
    code = "coupon_not_valid"
    title = "El cupón no es válido"


class UnknownDepartment(InvalidInputError):
    code = "unknown_department"
