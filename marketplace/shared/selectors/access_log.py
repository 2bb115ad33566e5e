"""Who looked at whose data."""

from typing import Any
from uuid import UUID

from django.apps import apps

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
            "sobre": _label(subject_type),
        }
        for at, kind, subject_type in rows.values_list("at", "kind", "subject_type")
    ]


def _label(subject_type: str) -> str:
    """Return the Spanish name of a model that may have been removed since."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except LookupError:
        return subject_type
