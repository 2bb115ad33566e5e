"""The life of a shop, as a table."""

from django.db import models

from .errors import VendorTransitionNotAllowed


class VendorStatus(models.TextChoices):
    """Only an approved shop sells."""

    PENDING = "pending", "por aprobar"
    APPROVED = "approved", "aprobada"
    REJECTED = "rejected", "rechazada"
    SUSPENDED = "suspended", "suspendida"
    CLOSED = "closed", "cerrada"


class VendorAction(models.TextChoices):
    """What staff may do to a shop."""

    APPROVE = "approve", "aprobar"
    REJECT = "reject", "rechazar"
    SUSPEND = "suspend", "suspender"
    REACTIVATE = "reactivate", "reactivar"
    CLOSE = "close", "cerrar"


_S, _A = VendorStatus, VendorAction

STEPS: dict[tuple[VendorStatus, VendorAction], VendorStatus] = {
    (_S.PENDING, _A.APPROVE): _S.APPROVED,
    (_S.PENDING, _A.REJECT): _S.REJECTED,
    (_S.REJECTED, _A.APPROVE): _S.APPROVED,
    (_S.APPROVED, _A.SUSPEND): _S.SUSPENDED,
    (_S.SUSPENDED, _A.REACTIVATE): _S.APPROVED,
    (_S.APPROVED, _A.CLOSE): _S.CLOSED,
    (_S.SUSPENDED, _A.CLOSE): _S.CLOSED,
}


def next_status(current: VendorStatus, action: VendorAction) -> VendorStatus:
    """Return where ``action`` leads from ``current``.

    Raises:
        VendorTransitionNotAllowed: the table has no such step.
    """
    step = STEPS.get((current, action))
    if step is None:
        raise VendorTransitionNotAllowed(
            "La tienda no admite esta acción en su estado.",
            status=current.value,
            action=action.value,
        )
    return step
