"""The only writer of the log of staff who look at personal data."""

from uuid import UUID

from ..models import StaffAccess
from ..request_context import current_request


def record_access(
    *,
    staff_id: UUID,
    kind: StaffAccess.Kind,
    subject_type: str,
    page: str,
    subject_id: UUID | str | int = "",
    person_id: UUID | None = None,
) -> None:
    """Write down one look, before what was looked at is sent: one statement.

    Whoever cannot be written down sees nothing: the error is the caller's.

    Args:
        subject_type: ``app.model``.
        page: the path without its query, which may hold somebody's e-mail.
        person_id: whose data it is; None where many people's are listed.
    """
    context = current_request()
    StaffAccess.objects.create(
        staff_id=staff_id,
        person_id=person_id,
        kind=kind,
        subject_type=subject_type,
        subject_id=str(subject_id),
        page=page[:200],
        ip=context.ip,
        request_id=context.request_id,
    )
