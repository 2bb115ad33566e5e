"""Carts: what somebody means to buy. Nothing here reserves a unit."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from catalog.errors import NotSellable, OutOfStock
from catalog.selectors.sellable import Offer, default_variants, offers
from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.ids import new_id

from ..errors import CartEmpty, CartItemNotFound, CartLimitReached
from ..models import Cart, CartItem
from ..selectors.cart import CartHolder, carts_of, items_of

MAX_UNITS = 999
MAX_ITEMS = 50

# Both make or find the cart and lock its row, so that a cart has one writer at a time.
_USERS_CART = """
INSERT INTO orders_cart (id, created_at, user_id, updated_at)
VALUES (%s, plaza_now(), %s, plaza_now())
ON CONFLICT (user_id) DO UPDATE SET updated_at = plaza_now()
RETURNING id
"""
_GUESTS_CART = (
    "UPDATE orders_cart SET updated_at = plaza_now() WHERE token_digest = %s RETURNING id"
)

_ADD_ITEM = """
INSERT INTO orders_cartitem AS i (id, created_at, cart_id, variant_id, quantity, seen_price)
SELECT %(id)s, plaza_now(), %(cart_id)s, %(variant_id)s, %(quantity)s, %(price)s
WHERE %(quantity)s <= %(max_units)s AND (
    SELECT count(*) FROM orders_cartitem
    WHERE cart_id = %(cart_id)s AND variant_id <> %(variant_id)s
) < %(max_items)s
ON CONFLICT (cart_id, variant_id) DO UPDATE
    SET quantity = i.quantity + excluded.quantity, seen_price = excluded.seen_price
    WHERE i.quantity + excluded.quantity <= %(max_units)s
RETURNING id, quantity
"""

_TAKE_OUT = """
DELETE FROM orders_cartitem i USING orders_cart c
WHERE c.id = i.cart_id AND c.user_id = %s
RETURNING i.id, i.variant_id, i.quantity, i.seen_price
"""


@dataclass(frozen=True, kw_only=True)
class ChangedItem:
    """An item after a change.

    Attributes:
        token: of the cart that was just made for a guest; empty otherwise. It is shown once.
    """

    id: UUID
    quantity: int
    offer: Offer
    token: str = ""


@in_transaction
def add_item(
    *,
    holder: CartHolder,
    quantity: int,
    product_id: UUID | None = None,
    variant_id: UUID | None = None,
) -> ChangedItem:
    """Put units of a variant, or of a product's first variant, into the holder's cart.

    Adding again adds up. A holder without a cart gets one; a guest's token is made here, never
    taken from the client. At most five statements.

    Args:
        quantity: units, 1 to 999.

    Raises:
        NotSellable: it is unknown or not for sale.
        OutOfStock: the cart would want more units than are free; nothing is reserved anyway.
        CartLimitReached: over 999 units of it, or over 50 different variants.

    Called twice it adds twice. Locks the cart.
    """
    offer = _offer(product_id, variant_id)
    cart_id, token = _open_cart(holder)
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD_ITEM,
            {
                "id": new_id(),
                "cart_id": cart_id,
                "variant_id": offer.variant_id,
                "quantity": quantity,
                "price": offer.price,
                "max_units": MAX_UNITS,
                "max_items": MAX_ITEMS,
            },
        )
        row = cursor.fetchone()
    if row is None:
        raise CartLimitReached(
            f"Caben {MAX_ITEMS} productos distintos y {MAX_UNITS} unidades de cada uno.",
            max_items=MAX_ITEMS,
            max_units=MAX_UNITS,
        )
    item_id, units = row
    _check_stock(offer, units)
    return ChangedItem(id=item_id, quantity=units, offer=offer, token=token)


@in_transaction
def set_quantity(*, holder: CartHolder, item_id: UUID, quantity: int) -> ChangedItem:
    """Let the cart hold ``quantity`` (1 to 999) units of an item, at the price of now.

    Raises:
        CartItemNotFound: there is none, or it is in somebody else's cart.
        NotSellable: it is not for sale any more.
        OutOfStock: fewer units are free.
    """
    item = items_of(holder).select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise CartItemNotFound("El artículo no está en el carrito.")
    offer = _offer(None, item.variant_id)
    _check_stock(offer, quantity)
    item.quantity, item.seen_price = quantity, offer.price
    item.save(update_fields=["quantity", "seen_price"])
    _touch(holder)
    return ChangedItem(id=item.pk, quantity=quantity, offer=offer)


@in_transaction
def accept_prices(*, holder: CartHolder) -> None:
    """Take today's prices of everything in the cart as seen; a second time changes nothing."""
    items = list(items_of(holder).select_for_update(of=("self",)))
    found = offers(variant_ids=[item.variant_id for item in items])
    for item in items:
        item.seen_price = found[item.variant_id].price
    CartItem.objects.bulk_update(items, ["seen_price"])


@in_transaction
def remove_item(*, holder: CartHolder, item_id: UUID) -> None:
    """Take an item out.

    Raises:
        CartItemNotFound: there is none (any more), or it is in somebody else's cart.
    """
    removed, _ = CartItem.objects.filter(cart__in=carts_of(holder), pk=item_id).delete()
    if not removed:
        raise CartItemNotFound("El artículo no está en el carrito.")
    _touch(holder)


@in_transaction
def empty_cart(*, holder: CartHolder) -> None:
    """Take everything out; an empty cart stays empty."""
    CartItem.objects.filter(cart__in=carts_of(holder)).delete()


@in_transaction
def merge_guest_cart(*, user_id: UUID, token: str) -> int:
    """Move a guest's cart into the user's; return how many items it had.

    The same variant in both adds up to at most 999 units, at the price the guest saw. The
    guest's cart ends, so a second call, or an unknown token, moves nothing and returns 0. All
    items are kept, even when together they are more than a cart takes otherwise.
    Locks the guest's cart, then the user's.
    """
    guest = carts_of(CartHolder(token=token)).select_for_update().first()
    if guest is None:
        return 0
    cart_id, _ = _open_cart(CartHolder(user_id=user_id))
    own = {item.variant_id: item for item in CartItem.objects.filter(cart_id=cart_id)}
    moved = list(guest.items.all())
    for item in moved:
        twin = own.get(item.variant_id)
        if twin is None:
            item.cart_id = cart_id
        else:
            twin.quantity = min(MAX_UNITS, twin.quantity + item.quantity)
            twin.seen_price = item.seen_price
    CartItem.objects.bulk_update(moved, ["cart"])
    CartItem.objects.bulk_update(own.values(), ["quantity", "seen_price"])
    guest.delete()
    return len(moved)


@in_transaction
@dataclass(frozen=True, kw_only=True)
class TakenOut:
    """What was in a cart, by variant and in the order it was put in: units, and prices seen."""

    quantities: Mapping[UUID, int]
    seen_prices: Mapping[UUID, Decimal]


def take_out_everything(*, user_id: UUID) -> TakenOut:
    """Empty the user's cart into an order.

    One statement; of two at the same time one gets everything and the other nothing. If the
    order is refused, its transaction brings the items back.

    Raises:
        CartEmpty: there is nothing in it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OUT, [user_id])
        rows = sorted(cursor.fetchall())
    if not rows:
        raise CartEmpty("El carrito está vacío.")
    return TakenOut(
        quantities={variant_id: quantity for _, variant_id, quantity, _ in rows},
        seen_prices={variant_id: price for _, variant_id, _, price in rows},
    )


def _offer(product_id: UUID | None, variant_id: UUID | None) -> Offer:
    if variant_id is None and product_id is not None:
        variant_id = default_variants(product_ids=[product_id]).get(product_id)
    offer = offers(variant_ids=[variant_id]).get(variant_id) if variant_id else None
    if offer is None or not offer.is_sellable:
        raise NotSellable("Este producto no está a la venta.", product_id=product_id)
    return offer


def _check_stock(offer: Offer, units: int) -> None:
    if units > offer.available:
        raise OutOfStock(
            f"No hay unidades suficientes de «{offer.name}».",
            variant_id=offer.variant_id,
            product_id=offer.product_id,
            available=max(0, offer.available),
            requested=units,
        )


def _open_cart(holder: CartHolder) -> tuple[UUID, str]:
    """Return the id of the holder's locked cart, and its token if it was made for a guest now."""
    with connection.cursor() as cursor:
        if holder.user_id is not None:
            cursor.execute(_USERS_CART, [new_id(), holder.user_id])
            return cursor.fetchone()[0], ""
        if holder.token:
            cursor.execute(_GUESTS_CART, [holder.token_digest])
            row = cursor.fetchone()
            if row is not None:
                return row[0], ""
    token = secrets.token_urlsafe(32)
    cart = Cart.objects.create(token_digest=CartHolder(token=token).token_digest)
    return cart.pk, token


def _touch(holder: CartHolder) -> None:
    carts_of(holder).update(updated_at=DbNow())
