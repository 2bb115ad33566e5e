"""Statuses of charge attempts and how they may follow one another."""

from django.db import models


class ChargeStatus(models.TextChoices):
    """``unknown`` is not failed: the gateway may have charged and must be asked."""

    CREATED = "created", "creado"
    PENDING = "pending", "pendiente"
    UNKNOWN = "unknown", "por averiguar"
    APPROVED = "approved", "aprobado"
    DECLINED = "declined", "rechazado"
    ERROR = "error", "error"
    EXPIRED = "expired", "vencido"
    VOIDED = "voided", "anulado"


class Placement(models.TextChoices):
    """Where an approved charge's money went; none is ever dropped."""

    NONE = "", "—"
    APPLIED = "applied", "aplicado al pedido"
    SURPLUS = "surplus", "sobrante: el pedido ya estaba pagado"
    REFUNDABLE = "refundable", "por devolver: el pedido ya no existe"


class Method(models.TextChoices):
    """How the buyer pays."""

    CARD = "CARD", "tarjeta"
    PSE = "PSE", "PSE"
    NEQUI = "NEQUI", "Nequi"
    CASH = "CASH", "efectivo"


OPEN = frozenset({ChargeStatus.CREATED, ChargeStatus.PENDING, ChargeStatus.UNKNOWN})
# The gateway may still say something new about these.
MAY_MOVE = OPEN | {ChargeStatus.APPROVED}
# A hosted checkout may approve after a refusal under the same reference, so only approval is
# beyond change, except for its being voided.
_RANK = {
    ChargeStatus.CREATED: 0,
    ChargeStatus.UNKNOWN: 0,
    ChargeStatus.PENDING: 1,
    ChargeStatus.DECLINED: 2,
    ChargeStatus.ERROR: 2,
    ChargeStatus.EXPIRED: 2,
    ChargeStatus.APPROVED: 3,
    ChargeStatus.VOIDED: 4,
}


def may_follow(current: ChargeStatus, news: ChargeStatus) -> bool:
    """Tell whether ``news`` moves a charge forward; equal, lower and contradictory news do not."""
    return _RANK[news] > _RANK[current]
