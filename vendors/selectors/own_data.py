"""What the shops know about a person, for that person's own copy. Keys are for people."""

from typing import Any
from uuid import UUID

from ..models import Member


def own_membership(user_id: UUID) -> list[dict[str, Any]]:
    """Return the shop that a person works for: 1 query. The shop's own data are the shop's."""
    members = Member.objects.filter(user_id=user_id).select_related("vendor")
    return [
        {
            "tienda": member.vendor.name,
            "funcion": member.get_role_display(),
            "desde": member.created_at,
        }
        for member in members
    ]
