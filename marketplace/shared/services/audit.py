"""The only writer of the audit."""

from typing import Any
from uuid import UUID

from ..models import AuditEntry
from ..request_context import current_request


def record(
    *,
    action: str,
    subject_type: str,
    subject_id: UUID | str | int,
    actor_id: UUID | None = None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write down a deed, in the caller's transaction; address and request id come by themselves.

    Args:
        reason: what people wrote; 300 characters are kept.
        changes: JSON-ready ``{"field": ["before", "after"]}``, without secrets.
    """
    context = current_request()
    AuditEntry.objects.create(
        action=action,
        subject_type=subject_type,
        subject_id=str(subject_id),
        actor_id=actor_id,
        changes=changes or {},
        reason=reason[:300],
        ip=context.ip,
        request_id=context.request_id,
    )
