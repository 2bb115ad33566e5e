"""What people see about themselves; apps above add sections of their own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ..models import User
from .second_factor import has_second_factor

Section = Callable[[UUID], Any]

_sections: dict[str, Section] = {}


def register_section(name: str, section: Section) -> None:
    """Let ``section(user_id)`` fill the field ``name`` of the profile; called when apps start.

    Raises:
        ValueError: the name is taken by another function.
    """
    if _sections.setdefault(name, section) is not section:
        raise ValueError(f"two sections are named {name}")


def person_fields(user: User) -> dict[str, Any]:
    """Return what tokens and profile say about ``user``, without a query."""
    return {
        "id": user.pk,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "full_name": user.full_name,
        "phone": user.phone,
        "role": user.role,
        "roles": _roles(user),
        "is_staff": user.is_staff,
        "email_verified": user.email_verified_at is not None,
        "phone_verified": user.phone_verified_at is not None,
        "created_at": user.created_at,
    }


def profile_of(user: User) -> dict[str, Any]:
    """Return the whole profile: a query for the second factor and each registered section."""
    sections = {name: section(user.pk) for name, section in _sections.items()}
    return {**person_fields(user), **_own_fields(user), **sections}


def _own_fields(user: User) -> dict[str, Any]:
    """Return what nobody but the person sees in the API; tokens do not repeat it."""
    return {
        "pending_phone": user.pending_phone,
        "two_factor_enabled": has_second_factor(user_id=user.pk),
        "document_type": user.document_type,
        "document_number": user.document_number,
        "document_check_digit": user.document_check_digit,
        "language": user.language,
    }


def _roles(user: User) -> list[str]:
    """Everybody may buy; the role says what else."""
    return list(dict.fromkeys([User.Role.BUYER.value, str(user.role)]))
