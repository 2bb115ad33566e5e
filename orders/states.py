"""The life of vendor orders and of orders, as tables.

A vendor order moves on its own; the order's status follows from those of its vendor orders.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models

from .errors import TransitionNotAllowed


class OrderStatus(models.TextChoices):
    """Of an order and of each of its vendor orders."""

    PENDING = "pending", "por pagar"
    CONFIRMED = "confirmed", "confirmado"
    PROCESSING = "processing", "en preparación"
    SHIPPED = "shipped", "enviado"
    DELIVERED = "delivered", "entregado"
    REFUNDED = "refunded", "reembolsado"
    CANCELLED = "cancelled", "cancelado"


class OrderAction(models.TextChoices):
    """What moves a vendor order."""

    PAY = "pay", "pagar"
    PREPARE = "prepare", "preparar"
    SHIP = "ship", "enviar"
    DELIVER = "deliver", "entregar"
    CANCEL = "cancel", "cancelar"
    REFUND = "refund", "reembolsar"
    REVIVE = "revive", "revivir"


class Role(models.TextChoices):
    """Who moves it."""

    BUYER = "buyer", "comprador"
    VENDOR = "vendor", "tienda"
    STAFF = "staff", "equipo"
    SYSTEM = "system", "sistema"


class ReasonCode(models.TextChoices):
    """Reasons that the program itself writes into the history; people write their own words."""

    PAYMENT_EXPIRED = "payment_expired", "venció el tiempo para pagar"
    LATE_PAYMENT = "late_payment", "el pago llegó después del plazo"
    PAYMENT_VOIDED = "payment_voided", "el pago se anuló"


@dataclass(frozen=True)
class Step:
    """Where a step leads and who may take it."""

    to: OrderStatus
    by: frozenset[Role]


def _step(to: OrderStatus, *by: Role) -> Step:
    return Step(to=to, by=frozenset(by))


_S, _A, _R = OrderStatus, OrderAction, Role

STEPS: dict[tuple[OrderStatus, OrderAction], Step] = {
    (_S.PENDING, _A.PAY): _step(_S.CONFIRMED, _R.SYSTEM),
    (_S.PENDING, _A.CANCEL): _step(_S.CANCELLED, _R.BUYER, _R.STAFF, _R.SYSTEM),
    (_S.CONFIRMED, _A.CANCEL): _step(_S.CANCELLED, _R.BUYER, _R.VENDOR, _R.STAFF, _R.SYSTEM),
    (_S.CONFIRMED, _A.PREPARE): _step(_S.PROCESSING, _R.VENDOR, _R.STAFF),
    (_S.PROCESSING, _A.CANCEL): _step(_S.CANCELLED, _R.VENDOR, _R.STAFF, _R.SYSTEM),
    (_S.PROCESSING, _A.SHIP): _step(_S.SHIPPED, _R.VENDOR, _R.STAFF),
    (_S.SHIPPED, _A.CANCEL): _step(_S.CANCELLED, _R.STAFF),
    (_S.SHIPPED, _A.DELIVER): _step(_S.DELIVERED, _R.BUYER, _R.VENDOR, _R.STAFF, _R.SYSTEM),
    (_S.DELIVERED, _A.REFUND): _step(_S.REFUNDED, _R.STAFF),
    # Late money: only where the reservation ran out, and only if the units can be had again.
    (_S.CANCELLED, _A.REVIVE): _step(_S.PENDING, _R.SYSTEM),
}

# While the parcel is the vendor's business; afterwards it has no need of the buyer's address.
ADDRESS_IS_NEEDED = frozenset({_S.CONFIRMED, _S.PROCESSING, _S.SHIPPED})

# The order is only as far as its slowest vendor order that is still alive.
_PROGRESS = [_S.PENDING, _S.CONFIRMED, _S.PROCESSING, _S.SHIPPED, _S.DELIVERED]


def next_status(current: OrderStatus, action: OrderAction, *, role: Role) -> OrderStatus:
    """Return where ``action`` leads from ``current``.

    Raises:
        TransitionNotAllowed: the table has no such step, or not for this role.
    """
    step = STEPS.get((current, action))
    if step is None or role not in step.by:
        raise TransitionNotAllowed(
            "El pedido no admite esta acción en su estado.",
            status=current.value,
            action=action.value,
        )
    return step.to


def overall_status(parts: Collection[OrderStatus]) -> OrderStatus:
    """Return the order's status from those of its vendor orders (at least one).

    Cancelled parts do not count while another part lives; refunded parts do not hold back
    delivered ones. All cancelled is cancelled; nothing left but refunded (and cancelled) is
    refunded.
    """
    alive = [status for status in parts if status in _PROGRESS]
    if alive:
        return min(alive, key=_PROGRESS.index)
    return _S.REFUNDED if _S.REFUNDED in parts else _S.CANCELLED


def reason_text(reason: str) -> str:
    """Return a history row's reason in words for people."""
    return ReasonCode(reason).label if reason in ReasonCode else reason
