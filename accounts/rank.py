"""Who stands above whom: nobody reaches for the account of somebody as strong or stronger."""

from .models import User
from .staff_groups import ADMINISTRATORS, STAFF_GROUPS

BUYER, VENDOR, STAFF, ADMINISTRATOR, SUPERUSER = range(5)


def rank(user: User) -> int:
    """Return the strength of an account, closed or not.

    1 query for staff whose groups are not fetched yet, else none.
    """
    if user.is_superuser:
        return SUPERUSER
    if user.is_staff:
        return max([STAFF, *(group_rank(group.name) for group in user.groups.all())])
    return VENDOR if user.role == User.Role.VENDOR else BUYER


def group_rank(name: str) -> int:
    """Return the strength that a group of staff gives to its people."""
    return ADMINISTRATOR if name == ADMINISTRATORS else STAFF


def may_manage(actor: User, subject: User) -> bool:
    """Tell whether ``actor`` may manage the account of ``subject``: at most 2 queries.

    Staff manage those below them, and nobody else does: not even superusers another superuser,
    nor anybody themselves.
    """
    own = rank(actor)
    return actor.is_active and own >= STAFF and own > rank(subject)


def groups_below(actor: User) -> frozenset[str]:
    """Return the groups that ``actor`` may give to people below them and take back: 1 query.

    None for those who are no administrators.
    """
    own = rank(actor)
    if not actor.is_active or own < ADMINISTRATOR:
        return frozenset()
    return frozenset(name for name in STAFF_GROUPS if group_rank(name) < own)
