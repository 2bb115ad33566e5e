"""Who may do what: the vendors' role, staff and their groups.

Whoever's rights change is signed out everywhere at once, except a buyer who becomes a vendor.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group

from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..errors import EmailNotVerified, StrongerAccount
from ..models import User
from ..rank import groups_below
from ..staff_groups import STAFF_GROUPS
from .groups import sync_group
from .guard import require_above
from .people import lock_user
from .sessions import RIGHTS_CHANGED, revoke_all

WorksForAShop = Callable[[UUID], bool]

_works_for_a_shop: list[WorksForAShop] = []


def register_shop_check(check: WorksForAShop) -> None:
    """Let ``check(user_id)`` say who goes on as a vendor when they leave the staff."""
    if check not in _works_for_a_shop:
        _works_for_a_shop.append(check)


@in_transaction
def grant_vendor_role(*, user_id: UUID) -> User:
    """Make a buyer a vendor; vendors and staff stay what they are. Twice is once.

    The person stays signed in: the role is read from the row at every request.

    Raises:
        UserNotFound: no such person.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    if user.role == User.Role.BUYER:
        _change(user, actor_id=user_id, role=User.Role.VENDOR)
    return user


@in_transaction
def withdraw_vendor_role(*, user_id: UUID, actor_id: UUID | None) -> User:
    """Make a vendor a buyer again, whose login sessions end; others stay what they are.

    Raises:
        UserNotFound: no such person.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    if user.role == User.Role.VENDOR:
        _change(user, actor_id=actor_id, role=User.Role.BUYER)
        revoke_all(user_id=user_id, reason=RIGHTS_CHANGED, actor_id=actor_id)
    return user


@in_transaction
def make_staff(*, user_id: UUID, groups: Sequence[str], actor_id: UUID | None = None) -> User:
    """Let a person into the admin with the rights of ``groups``, exactly; their sessions end.

    For commands only: no API and no admin page calls it. A superuser becomes one of the staff.
    The same again changes nothing.

    Args:
        groups: names of ``staff_groups.STAFF_GROUPS``; the groups get the table's rights.

    Raises:
        UserNotFound: no such person.
        ValueError: no such group.
        EmailNotVerified: nobody has shown that the mailbox is this person's.

    Locks the user.
    """
    unknown = set(groups) - set(STAFF_GROUPS)
    if unknown:
        raise ValueError(f"no such groups: {sorted(unknown)}")
    user = _lock_proven(user_id)
    rights = {"role": User.Role.STAFF, "is_staff": True, "is_superuser": False}
    _set_standing(user, groups=[sync_group(name) for name in groups], actor_id=actor_id, **rights)
    return user


@in_transaction
def make_superuser(*, user_id: UUID, actor_id: UUID | None = None) -> User:
    """Let a person do everything: the only writer of ``is_superuser``. Their sessions end.

    For ``manage.py make_superuser`` and the demo only. Twice is once.

    Raises:
        UserNotFound: no such person.
        EmailNotVerified: nobody has shown that the mailbox is this person's.

    Locks the user.
    """
    user = _lock_proven(user_id)
    rights = {"role": User.Role.STAFF, "is_staff": True, "is_superuser": True}
    _set_standing(user, groups=[], actor_id=actor_id, **rights)
    return user


@in_transaction
def remove_staff(*, user_id: UUID, actor_id: UUID | None = None) -> User:
    """Take the admin and every right from a person, who goes on as vendor or buyer.

    For commands only. Their login sessions end. Twice is once.

    Raises:
        UserNotFound: no such person.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    if user.is_staff:
        is_vendor = any(check(user_id) for check in _works_for_a_shop)
        role = User.Role.VENDOR if is_vendor else User.Role.BUYER
        rights = {"role": role, "is_staff": False, "is_superuser": False}
        user.user_permissions.clear()
        _set_standing(user, groups=[], actor_id=actor_id, **rights)
    return user


@in_transaction
def set_groups(*, user_id: UUID, group_ids: Collection[int], actor_id: UUID) -> User:
    """Give a member of staff exactly these groups. Login sessions end.

    Administrators and superusers do it to those below them, and only with groups below them.
    The same groups again change nothing.

    Raises:
        UserNotFound: no such person.
        StrongerAccount: the person is not below the actor or no staff, or a group that comes or
            goes is not below the actor, or unknown to the table.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    require_above(actor_id=actor_id, subject=user)
    actor = User.objects.get(pk=actor_id)
    before = set(user.groups.all())
    after = set(Group.objects.filter(pk__in=group_ids))
    changed = {group.name for group in before ^ after}
    all_exist = len(after) == len(set(group_ids))
    if not user.is_staff or not all_exist or changed - groups_below(actor):
        raise StrongerAccount("No puede dar ni quitar estos grupos a esta persona.")
    _set_standing(user, groups=after, actor_id=actor_id)
    return user


def _lock_proven(user_id: UUID) -> User:
    user = lock_user(user_id=user_id)
    if user.email_verified_at is None:
        raise EmailNotVerified("La persona debe verificar primero su correo.")
    return user


def _set_standing(
    user: User, *, groups: Collection[Group], actor_id: UUID | None, **rights: Any
) -> None:
    """Write rights and groups together, and end the sessions, if anything is different."""
    names = [
        sorted(user.groups.values_list("name", flat=True)),
        sorted(group.name for group in groups),
    ]
    user.groups.set(groups)
    if _change(user, actor_id=actor_id, groups=names, **rights):
        revoke_all(user_id=user.pk, reason=RIGHTS_CHANGED, actor_id=actor_id)


def _change(
    user: User, *, actor_id: UUID | None, groups: list[list[str]] | None = None, **rights: Any
) -> bool:
    """Write what is different among ``rights`` and audit it; tell whether anything was.

    Args:
        groups: names before and after, written already.
    """
    changes: dict[str, Any] = {
        name: [_plain(getattr(user, name)), _plain(value)]
        for name, value in rights.items()
        if getattr(user, name) != value
    }
    for name in changes:
        setattr(user, name, rights[name])
    if changes:
        user.save(update_fields=list(changes))
    if groups is not None and groups[0] != groups[1]:
        changes["groups"] = groups
    if changes:
        audit.record(
            action="accounts.role_changed" if rights else "accounts.groups_changed",
            subject_type="user",
            subject_id=user.pk,
            actor_id=actor_id,
            changes=changes,
        )
    return bool(changes)


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) else str(value)
