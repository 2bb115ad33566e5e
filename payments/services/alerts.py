"""What staff must look at: written into the audit with the change, and logged after the commit."""

import functools
import logging
from typing import Any
from uuid import UUID

from django.db import transaction

from marketplace.shared.db import in_transaction
from marketplace.shared.models import AuditEntry
from marketplace.shared.services import audit

logger = logging.getLogger("plaza.payments")


def alert(
    *,
    action: str,
    subject_type: str,
    subject_id: UUID | int,
    changes: dict[str, Any],
    once: bool = False,
) -> None:
    """Tell staff, in the caller's transaction.

    Args:
        action: stable name, ``payments.…``.
        changes: JSON-ready ``{"field": ["expected", "seen"]}``, without personal data.
        once: say it only the first time for this subject.
    """
    if once and AuditEntry.objects.filter(action=action, subject_id=str(subject_id)).exists():
        return
    audit.record(action=action, subject_type=subject_type, subject_id=subject_id, changes=changes)
    extra = {"action": action, "subject_type": subject_type, "subject_id": str(subject_id)}
    transaction.on_commit(functools.partial(logger.error, "Staff must look at this", extra=extra))


@in_transaction
def mismatch(*, charge_id: UUID, differences: dict[str, list[str]]) -> None:
    """Tell staff, once, that a gateway's answer is not what a charge asked for."""
    alert(
        action="payments.charge_mismatch",
        subject_type="charge",
        subject_id=charge_id,
        changes=differences,
        once=True,
    )
