"""From what a client asks for to an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from catalog.errors import NotSellable
from catalog.selectors.sellable import default_variants
from marketplace.shared.db import in_transaction
from marketplace.shared.errors import InvalidInputError

from ..errors import CouponNotValid
from ..models import Order
from .cart import MAX_UNITS, take_out_everything
from .delivery import address_from_book
from .placement import place_order


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Some units of a variant, or of a product's first variant: one of the two ids is given."""

    quantity: int
    product_id: UUID | None = None
    variant_id: UUID | None = None


@in_transaction
def check_out(
    *,
    buyer_id: UUID,
    email: str,
    wanted: Sequence[Wanted] | None,
    shipping_address: Mapping[str, str] | None = None,
    address_id: UUID | None = None,
    coupon_code: str = "",
    expected_total: Decimal | None = None,
) -> Order:
    """Place an order of ``wanted``, or of everything in the buyer's cart if that is None.

    What is named twice is added up. An ordered cart is empty afterwards. One statement more
    than ``place_order``, and another for ``address_id``.

    Args:
        address_id: an entry of the buyer's own address book, instead of ``shipping_address``.

    Raises:
        AddressNotFound: no such entry, or somebody else's.
        CouponNotValid: there is no such coupon.
        CartEmpty: nothing in the cart.
        InvalidInputError: over 999 units of one variant.

    And whatever ``place_order`` raises; after a refusal nothing is kept, the cart stays.
    """
    if coupon_code:
        raise CouponNotValid("El cupón no existe o no está vigente.", coupon_code=coupon_code)
    if address_id is not None:
        shipping_address = address_from_book(user_id=buyer_id, address_id=address_id)
    if wanted is None:
        taken = take_out_everything(user_id=buyer_id)
        quantities, seen_prices = taken.quantities, taken.seen_prices
    else:
        quantities, seen_prices = _by_variant(wanted), {}
    return place_order(
        buyer_id=buyer_id,
        email=email,
        quantities=quantities,
        shipping_address=shipping_address or {},
        expected_total=expected_total,
        seen_prices=seen_prices,
    )


def _by_variant(wanted: Sequence[Wanted]) -> dict[UUID, int]:
    product_ids = {item.product_id for item in wanted if item.product_id is not None}
    first = default_variants(product_ids=product_ids) if product_ids else {}
    quantities: dict[UUID, int] = {}
    for item in wanted:
        variant_id = item.variant_id
        if item.product_id is not None:
            variant_id = first.get(item.product_id)
        if variant_id is None:
            raise NotSellable("Este producto no está a la venta.", product_id=item.product_id)
        quantities[variant_id] = quantities.get(variant_id, 0) + item.quantity
    if max(quantities.values()) > MAX_UNITS:
        raise InvalidInputError(f"A lo sumo {MAX_UNITS} unidades de cada producto.")
    return quantities
