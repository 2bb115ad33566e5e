"""The life of a product, as a table."""

from dataclasses import dataclass

from django.db import models

from .errors import ProductTransitionNotAllowed


class ProductStatus(models.TextChoices):
    """Only an active product is shown; sold out follows from stock and is no state."""

    DRAFT = "draft", "borrador"
    PENDING_REVIEW = "pending_review", "en revisión"
    ACTIVE = "active", "activo"
    REJECTED = "rejected", "rechazado"
    PAUSED = "paused", "en pausa"
    DISCONTINUED = "discontinued", "descontinuado"


class ProductAction(models.TextChoices):
    """What moves a product."""

    SUBMIT = "submit", "enviar a revisión"
    APPROVE = "approve", "aprobar"
    REJECT = "reject", "rechazar"
    REQUEST_CHANGES = "request_changes", "pedir cambios"
    PAUSE = "pause", "pausar"
    RESUME = "resume", "reanudar"
    DISCONTINUE = "discontinue", "descontinuar"


class ProductRole(models.TextChoices):
    """Who moves it."""

    VENDOR = "vendor", "tienda"
    STAFF = "staff", "equipo"


@dataclass(frozen=True)
class Step:
    """Where a step leads and who may take it."""

    to: ProductStatus
    by: frozenset[ProductRole]


def _step(to: ProductStatus, *by: ProductRole) -> Step:
    return Step(to=to, by=frozenset(by))


_S, _A, _R = ProductStatus, ProductAction, ProductRole

STEPS: dict[tuple[ProductStatus, ProductAction], Step] = {
    (_S.DRAFT, _A.SUBMIT): _step(_S.PENDING_REVIEW, _R.VENDOR, _R.STAFF),
    (_S.REJECTED, _A.SUBMIT): _step(_S.PENDING_REVIEW, _R.VENDOR, _R.STAFF),
    (_S.PENDING_REVIEW, _A.APPROVE): _step(_S.ACTIVE, _R.STAFF),
    (_S.PENDING_REVIEW, _A.REJECT): _step(_S.REJECTED, _R.STAFF),
    (_S.PENDING_REVIEW, _A.REQUEST_CHANGES): _step(_S.DRAFT, _R.STAFF),
    (_S.ACTIVE, _A.PAUSE): _step(_S.PAUSED, _R.VENDOR, _R.STAFF),
    (_S.PAUSED, _A.RESUME): _step(_S.ACTIVE, _R.VENDOR, _R.STAFF),
    (_S.ACTIVE, _A.REJECT): _step(_S.REJECTED, _R.STAFF),
    (_S.ACTIVE, _A.DISCONTINUE): _step(_S.DISCONTINUED, _R.VENDOR, _R.STAFF),
    (_S.PAUSED, _A.DISCONTINUE): _step(_S.DISCONTINUED, _R.VENDOR, _R.STAFF),
    (_S.DRAFT, _A.DISCONTINUE): _step(_S.DISCONTINUED, _R.VENDOR, _R.STAFF),
}


def next_status(
    current: ProductStatus, action: ProductAction, *, role: ProductRole
) -> ProductStatus:
    """Return where ``action`` leads from ``current``.

    Raises:
        ProductTransitionNotAllowed: the table has no such step, or not for this role.
    """
    step = STEPS.get((current, action))
    if step is None or role not in step.by:
        raise ProductTransitionNotAllowed(
            "El producto no admite esta acción en su estado.",
            status=current.value,
            action=action.value,
        )
    return step.to
