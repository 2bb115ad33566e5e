"""What can go wrong with carts and orders."""

from marketplace.shared.errors import DomainError, InvalidInputError, NotFoundError


class OrderNotFound(NotFoundError):
    """No such order, or another buyer's."""

    code = "order_not_found"


class VendorOrderNotFound(NotFoundError):
    """No such vendor order, or another vendor's or buyer's."""

    code = "vendor_order_not_found"


class CartItemNotFound(NotFoundError):
    """No such item in this cart."""

    code = "cart_item_not_found"


class CartEmpty(DomainError):
    """There is nothing to order."""

    code = "cart_empty"
    title = "El carrito está vacío"


class CartLimitReached(DomainError):
    """More units of one variant, or more different variants, than a cart holds."""

    code = "cart_limit_reached"


class TransitionNotAllowed(DomainError):
    """The state table has no such step from here, or not for this role."""

    code = "transition_not_allowed"
    title = "El pedido no admite esta acción"


class ReasonMissing(InvalidInputError):
    """Staff must say why."""

    code = "reason_missing"


class TrackingNumberMissing(InvalidInputError):
    """A parcel leaves with its carrier and number."""

    code = "tracking_number_missing"


class TotalChanged(DomainError):
    """The client expected another total; ``details`` carry the present figures."""

    code = "total_changed"
    title = "El total cambió"


class PricesChanged(DomainError):
    """The cart holds prices that are not true any more; ``details`` name each with both figures."""

    code = "prices_changed"
    title = "Cambiaron precios"


class CouponNotValid(DomainError):
    """No such coupon, or not for this order."""

    code = "coupon_not_valid"
    title = "El cupón no es válido"
