"""Who looked at whose data."""

from typing import Any
from uuid import UUID

from ..models import StaffAccess


def accesses_to(*, person_id: UUID) -> list[dict[str, Any]]:
    """Return the looks at one person's data for that person, newest first: one statement.

    The member of staff is not named: the person is told that it was the team.
    """
    rows = StaffAccess.objects.filter(person_id=person_id).order_by("-id")
    return [
        {
            "momento": at,
            "quien": "equipo de Plaza",
            "que_hizo": StaffAccess.Kind(kind).label,
            "sobre": subject_type,
        }
        for at, kind, subject_type in rows.values_list("at", "kind", "subject_type")
    ]
