"""What a member of a shop may see and change, by function: the one place for it."""

from collections.abc import Mapping
from enum import StrEnum

from .models import Member


class Area(StrEnum):
    """A part of the shop's business."""

    PRODUCTS = "products"
    SALES = "sales"
    MONEY = "money"
    TEAM = "team"


_EVERYTHING = frozenset(Area)
_OWN_AREA: Mapping[str, frozenset[Area]] = {
    Member.Role.CATALOGUE: frozenset({Area.PRODUCTS}),
    Member.Role.ORDERS: frozenset({Area.SALES}),
    Member.Role.FINANCE: frozenset({Area.MONEY}),
}


def visible_areas(role: str) -> frozenset[Area]:
    """Return what a member with ``role`` may look at; an unknown role sees nothing."""
    if role in (Member.Role.OWNER, Member.Role.READ_ONLY):
        return _EVERYTHING
    return _OWN_AREA.get(role, frozenset())


def changeable_areas(role: str) -> frozenset[Area]:
    """Return what a member with ``role`` may change; an unknown role changes nothing.

    The team is the owners' alone: whoever could change it could become an owner.
    """
    return _EVERYTHING if role == Member.Role.OWNER else _OWN_AREA.get(role, frozenset())
