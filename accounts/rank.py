"""Who stands above whom: nobody changes the account of somebody stronger."""

from .models import User

BUYER, VENDOR, STAFF, SUPERUSER = range(4)
_BY_ROLE = {User.Role.BUYER.value: BUYER, User.Role.VENDOR.value: VENDOR}


def rank(user: User) -> int:
    """Return the strength of an account."""
    if user.is_superuser:
        return SUPERUSER
    return STAFF if user.is_staff else _BY_ROLE.get(str(user.role), STAFF)


def may_manage(actor: User, subject: User) -> bool:
    """Tell whether ``actor`` may manage the account of ``subject``.

    Staff manage those who are not staff; superusers manage everybody; nobody else anybody.
    """
    return rank(actor) >= STAFF and (rank(actor) > rank(subject) or rank(actor) == SUPERUSER)
