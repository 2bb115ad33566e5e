"""The only writer of stock: reservations, counters and movements.

Units are set aside for an order (``reserve_stock``) and leave that state once: sold when the
payment is applied (``sell_stock``) or free again (``release_stock``). Each service takes its
row locks in one statement, in order of the variants' ids, and counts in the next: a statement
that waited for a lock still sees the rest of the database as it was before the wait.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db import connection

from marketplace.shared.db import in_transaction
from marketplace.shared.errors import InvalidInputError
from marketplace.shared.ids import new_id

from ..errors import NotSellable, OutOfStock, StockBelowReserved, VariantNotFound
from ..models import Reservation, StockMovement, Variant
from ..selectors.visibility import VISIBLE

MAX_ON_HAND = 10_000_000

# NO KEY UPDATE: carts and order lines that point to the variant need not wait.
_LOCK = "SELECT id FROM catalog_variant WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

_SELLABLE = f"v.is_active AND {VISIBLE}"

_RESERVE = f"""
WITH wanted AS (
    SELECT * FROM unnest(%(reservation_ids)s::uuid[], %(variant_ids)s::uuid[], %(units)s::int[])
        AS w (reservation_id, variant_id, quantity)
), taken AS (
    UPDATE catalog_variant v
    SET reserved = v.reserved + w.quantity
    FROM wanted w, catalog_product p, catalog_category c, vendors_vendor s
    WHERE v.id = w.variant_id AND p.id = v.product_id
        AND c.id = p.category_id AND s.id = p.vendor_id
        AND v.on_hand - v.reserved >= w.quantity AND {_SELLABLE}
    RETURNING w.reservation_id, v.id, v.product_id, p.vendor_id, p.name, v.name AS variant_name,
        v.sku, w.quantity, v.price, p.iva_class
), kept AS (
    INSERT INTO catalog_reservation (id, created_at, order_id, variant_id, quantity, state)
    SELECT reservation_id, plaza_now(), %(order_id)s, id, quantity, 'active' FROM taken
)
SELECT id, product_id, vendor_id, name, variant_name, sku, quantity, price, iva_class
FROM taken ORDER BY id
"""

_WHY_NOT = f"""
SELECT v.id, v.product_id, p.name, v.on_hand - v.reserved, {_SELLABLE}
FROM catalog_variant v
JOIN catalog_product p ON p.id = v.product_id
JOIN catalog_category c ON c.id = p.category_id
JOIN vendors_vendor s ON s.id = p.vendor_id
WHERE v.id = ANY(%s)
"""

_LOCK_RESERVED = """
SELECT r.id FROM catalog_reservation r JOIN catalog_variant v ON v.id = r.variant_id
WHERE r.order_id = %s AND r.state = 'active'
ORDER BY v.id FOR NO KEY UPDATE OF r, v
"""

_END = """
WITH ended AS (
    UPDATE catalog_reservation SET state = %(state)s, ended_at = plaza_now()
    WHERE order_id = %(order_id)s AND state = 'active'
    RETURNING variant_id, quantity
)
"""

_RELEASE = f"""
{_END}, freed AS (
    UPDATE catalog_variant v SET reserved = v.reserved - e.quantity
    FROM ended e WHERE v.id = e.variant_id
)
SELECT coalesce(sum(quantity), 0) FROM ended
"""

_SELL = f"""
{_END}, sold AS (
    UPDATE catalog_variant v
    SET reserved = v.reserved - e.quantity, on_hand = v.on_hand - e.quantity
    FROM ended e WHERE v.id = e.variant_id
    RETURNING v.id, e.quantity, v.on_hand
), written AS (
    INSERT INTO catalog_stockmovement
        (variant_id, kind, quantity, on_hand_after, reason, order_id, at)
    SELECT id, 'sale', -quantity, on_hand, '', %(order_id)s, plaza_now() FROM sold ORDER BY id
)
SELECT coalesce(sum(quantity), 0) FROM ended
"""

_RESTOCK = """
WITH back AS (
    SELECT * FROM unnest(%(variant_ids)s::uuid[], %(units)s::int[]) AS b (variant_id, quantity)
), counted AS (
    UPDATE catalog_variant v SET on_hand = v.on_hand + b.quantity
    FROM back b WHERE v.id = b.variant_id
    RETURNING v.id, b.quantity, v.on_hand
), written AS (
    INSERT INTO catalog_stockmovement
        (variant_id, kind, quantity, on_hand_after, reason, order_id, at)
    SELECT id, 'return', quantity, on_hand, %(reason)s, %(order_id)s, plaza_now()
    FROM counted ORDER BY id
)
SELECT coalesce(sum(quantity), 0) FROM counted
"""


class StockOperation(StrEnum):
    """What a person does to a stock figure."""

    SET = "set"
    ADD = "add"
    SUBTRACT = "subtract"


@dataclass(frozen=True, kw_only=True)
class ReservedItem:
    """Units that are set aside, and what the order must write on its line.

    ``unit_price`` is whole pesos, IVA included.
    """

    variant_id: UUID
    product_id: UUID
    vendor_id: UUID
    name: str
    sku: str
    quantity: int
    unit_price: Decimal
    iva_class: str


@dataclass(frozen=True, kw_only=True)
class StockChange:
    """A variant's figures after a change, and the movement that tells of it."""

    variant_id: UUID
    on_hand: int
    reserved: int
    movement_id: int
    kind: str
    quantity: int
    reason: str

    @property
    def available(self) -> int:
        """Units that may still be reserved."""
        return self.on_hand - self.reserved


@in_transaction
def reserve_stock(*, order_id: UUID, quantities: Mapping[UUID, int]) -> list[ReservedItem]:
    """Set units aside for an order: all of them or none. Two statements for any number of lines.

    Args:
        quantities: units (at least 1) by variant id.

    Returns:
        One item for each variant, in order of variant id.

    Raises:
        NotSellable: a variant is unknown, switched off, or its product, category or vendor is.
        OutOfStock: fewer units are free than wanted; ``details`` tell how many there are.
        IntegrityError: the order already holds an active reservation of one of the variants.

    A refusal undoes the caller's transaction too. Locks the variants in order of id.
    """
    if not quantities or min(quantities.values()) < 1:
        raise ValueError("each quantity must be at least 1")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(quantities)])
        cursor.execute(
            _RESERVE,
            {
                "reservation_ids": [new_id() for _ in quantities],
                "variant_ids": list(quantities),
                "units": list(quantities.values()),
                "order_id": order_id,
            },
        )
        items = [_item(row) for row in cursor.fetchall()]
    if len(items) < len(quantities):
        raise _refusal(quantities, taken={item.variant_id for item in items})
    return items


def _item(row: tuple) -> ReservedItem:
    variant_id, product_id, vendor_id, name, variant_name, sku, quantity, price, iva_class = row
    return ReservedItem(
        variant_id=variant_id,
        product_id=product_id,
        vendor_id=vendor_id,
        name=f"{name} · {variant_name}" if variant_name else name,
        sku=sku,
        quantity=quantity,
        unit_price=price,
        iva_class=iva_class,
    )


def _refusal(quantities: Mapping[UUID, int], *, taken: set[UUID]) -> OutOfStock | NotSellable:
    """Say why the first of the variants that were not taken could not be."""
    missing = sorted(set(quantities) - taken)
    with connection.cursor() as cursor:
        cursor.execute(_WHY_NOT, [missing])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    for variant_id in missing:
        if variant_id not in found:
            return NotSellable("Este producto ya no está a la venta.", variant_id=variant_id)
        product_id, name, _, is_sellable = found[variant_id]
        if not is_sellable:
            return NotSellable(
                f"«{name}» ya no está a la venta.", variant_id=variant_id, product_id=product_id
            )
    variant_id = missing[0]
    product_id, name, available, _ = found[variant_id]
    return OutOfStock(
        f"No hay unidades suficientes de «{name}».",
        variant_id=variant_id,
        product_id=product_id,
        available=available,
        requested=quantities[variant_id],
    )


@in_transaction
def release_stock(*, order_id: UUID) -> int:
    """Give back what an order had set aside and return how many units that was.

    A second call, or one after the sale, finds nothing to end and returns 0. Locks the order's
    active reservations and their variants in order of variant id.
    """
    return _end(_RELEASE, order_id, Reservation.State.RELEASED)


@in_transaction
def sell_stock(*, order_id: UUID) -> int:
    """Take what an order had set aside out of the stock and return how many units that was.

    Writes one movement for each variant. A second call, or one after the release, finds nothing
    to end and returns 0: the caller decides what that means. Locks like ``release_stock``.
    """
    return _end(_SELL, order_id, Reservation.State.CONSUMED)


def _end(statement: str, order_id: UUID, state: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_RESERVED, [order_id])
        cursor.execute(statement, {"order_id": order_id, "state": state})
        return int(cursor.fetchone()[0])


@in_transaction
def restock(*, order_id: UUID, quantities: Mapping[UUID, int], reason: str) -> int:
    """Put sold units of an order back on the shelf and return how many came back.

    Args:
        quantities: units (at least 1) by variant id.

    Called twice it counts twice: the caller's return or refund happens once. Locks the variants
    in order of id.
    """
    if not quantities or min(quantities.values()) < 1:
        raise ValueError("each quantity must be at least 1")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(quantities)])
        cursor.execute(
            _RESTOCK,
            {
                "variant_ids": list(quantities),
                "units": list(quantities.values()),
                "order_id": order_id,
                "reason": reason[:200],
            },
        )
        return int(cursor.fetchone()[0])


@in_transaction
def change_stock(
    *,
    variant_id: UUID,
    operation: StockOperation | str,
    quantity: int,
    reason: str,
    actor_id: UUID | None,
    vendor_id: UUID | None = None,
) -> StockChange:
    """Correct the units on hand by a person's count, delivery or loss, and write the movement.

    Args:
        quantity: units, not negative; ``set`` means the new figure, reserved units included.
        vendor_id: only this shop's variants; None is for staff.

    Raises:
        VariantNotFound: no such variant, or another shop's.
        StockBelowReserved: fewer units would be left than buyers have reserved.
        InvalidInputError: negative, or more than ten million units.

    Called twice it changes twice, except ``set``. Locks the variant.
    """
    if not 0 <= quantity <= MAX_ON_HAND:
        raise InvalidInputError("La cantidad está fuera de los límites.", maximum=MAX_ON_HAND)
    variant = _lock_variant(variant_id, vendor_id)
    before = variant.on_hand
    variant.on_hand = {
        StockOperation.SET: quantity,
        StockOperation.ADD: before + quantity,
        StockOperation.SUBTRACT: before - quantity,
    }[StockOperation(operation)]
    if variant.on_hand < variant.reserved:
        raise StockBelowReserved(
            "Quedarían menos unidades que las reservadas por compradores.",
            variant_id=variant.pk,
            on_hand=before,
            reserved=variant.reserved,
        )
    if variant.on_hand > MAX_ON_HAND:
        raise InvalidInputError("La cantidad está fuera de los límites.", maximum=MAX_ON_HAND)
    variant.save(update_fields=["on_hand"])
    movement = StockMovement.objects.create(
        variant=variant,
        kind=StockOperation(operation).value,
        quantity=variant.on_hand - before,
        on_hand_after=variant.on_hand,
        reason=reason[:200],
        actor_id=actor_id,
    )
    return StockChange(
        variant_id=variant.pk,
        on_hand=variant.on_hand,
        reserved=variant.reserved,
        movement_id=movement.pk,
        kind=movement.kind,
        quantity=movement.quantity,
        reason=movement.reason,
    )


def _lock_variant(variant_id: UUID, vendor_id: UUID | None) -> Variant:
    variants = Variant.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk=variant_id, product__deleted_at__isnull=True
    )
    if vendor_id is not None:
        variants = variants.filter(vendor_id=vendor_id)
    variant = variants.first()
    if variant is None:
        raise VariantNotFound("La variante no existe.")
    return variant


def open_stock(variants: Iterable[Variant], *, actor_id: UUID | None) -> None:
    """Write the first movement of variants that were just made, inside the caller's transaction."""
    StockMovement.objects.bulk_create(
        StockMovement(
            variant=variant,
            kind=StockMovement.Kind.INITIAL,
            quantity=variant.on_hand,
            on_hand_after=variant.on_hand,
            reason="Existencias iniciales",
            actor_id=actor_id,
        )
        for variant in variants
        if variant.on_hand
    )
