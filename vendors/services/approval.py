"""The only writer of a shop's status."""

from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit
from marketplace.shared.services.outbox import publish

from ..errors import OwnVendor, ReasonMissing, VendorNotFound
from ..events import VendorStatusChanged
from ..models import Member, Vendor, VendorStatusChange
from ..states import VendorAction, VendorStatus, next_status

NEEDS_REASON = frozenset({VendorAction.REJECT, VendorAction.SUSPEND, VendorAction.CLOSE})


@in_transaction
def change_status(
    *, vendor_id: UUID, action: VendorAction, actor_id: UUID | None, reason: str = ""
) -> Vendor:
    """Take one step of ``states.STEPS``, with history, audit and event.

    Args:
        actor_id: the member of staff; None is the system (approval policy, demo).
        reason: required for rejecting, suspending and closing.

    Raises:
        VendorNotFound: no such shop.
        ReasonMissing: the action needs one.
        OwnVendor: the actor works for this shop.
        VendorTransitionNotAllowed: the table has no such step; so it is the second time.

    Nothing is written when it raises. Locks the vendor.
    """
    if action in NEEDS_REASON and not reason.strip():
        raise ReasonMissing("Escriba el motivo.")
    vendor = Vendor.objects.select_for_update(no_key=True).filter(pk=vendor_id).first()
    if vendor is None:
        raise VendorNotFound("La tienda no existe.")
    if actor_id is not None and Member.objects.filter(vendor=vendor, user_id=actor_id).exists():
        raise OwnVendor("No puede decidir sobre su propia tienda.")
    before = VendorStatus(vendor.status)
    after = next_status(before, action)
    _set_status(vendor, after)
    record_step(vendor, before=before, actor_id=actor_id, reason=reason.strip())
    audit.record(
        action=f"vendors.{action.value}",
        subject_type="vendor",
        subject_id=vendor.pk,
        actor_id=actor_id,
        changes={"status": [before.value, after.value]},
        reason=reason.strip(),
    )
    return vendor


def record_step(
    vendor: Vendor, *, before: VendorStatus | None, actor_id: UUID | None, reason: str = ""
) -> None:
    """Write the present status into the history and tell of it; None before means opened."""
    change = VendorStatusChange.objects.create(
        vendor=vendor,
        from_status=before or "",
        to_status=vendor.status,
        actor_id=actor_id,
        reason=reason,
    )
    publish(
        VendorStatusChanged(
            vendor_id=str(vendor.pk), status=str(vendor.status), change_id=change.pk
        )
    )


def _set_status(vendor: Vendor, status: VendorStatus) -> None:
    """Write the status; the moment of the first approval stays."""
    vendor.status = status
    if status == VendorStatus.APPROVED:
        vendor.approved_at = Coalesce(F("approved_at"), DbNow())
    vendor.save(update_fields=["status", "approved_at"])
    vendor.refresh_from_db(fields=["approved_at"])
