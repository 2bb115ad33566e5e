"""Who may do what: vendors' role, staff and their groups."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import Group, Permission

from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..errors import StrongerAccount
from ..models import User
from ..staff_groups import STAFF_GROUPS
from .people import lock_user
from .sessions import RIGHTS_CHANGED, revoke_all


@in_transaction
def grant_vendor_role(*, user_id: UUID) -> User:
    """Make a buyer a vendor; vendors and staff stay what they are. Twice is once.

    The person stays signed in: the role is read from the row at every request.

    Raises:
        UserNotFound: no such person.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    if user.role != User.Role.BUYER:
        return user
    _change_role(user, User.Role.VENDOR, actor_id=user_id)
    return user


@in_transaction
def make_staff(
    *,
    user_id: UUID,
    groups: Sequence[str],
    is_superuser: bool = False,
    actor_id: UUID | None = None,
) -> User:
    """Let a person into the admin with the rights of ``groups``; their login sessions end.

    For commands only: no API and no admin page calls it. Twice is once; the groups are replaced.

    Args:
        groups: names of ``staff_groups.STAFF_GROUPS``.

    Raises:
        UserNotFound: no such person.
        ValueError: no such group.

    Locks the user.
    """
    unknown = set(groups) - set(STAFF_GROUPS)
    if unknown:
        raise ValueError(f"no such groups: {sorted(unknown)}")
    user = lock_user(user_id=user_id)
    user.is_superuser = is_superuser
    user.is_staff = True
    _change_role(user, User.Role.STAFF, actor_id=actor_id)
    user.groups.set([_group(name) for name in groups])
    revoke_all(user_id=user_id, reason=RIGHTS_CHANGED, actor_id=actor_id)
    return user


@in_transaction
def set_groups(*, user_id: UUID, group_ids: Sequence[int], actor_id: UUID) -> User:
    """Give a member of staff exactly these groups; superusers only. Login sessions end.

    The same groups again change nothing.

    Raises:
        UserNotFound: no such person.
        StrongerAccount: the actor is no superuser, or changes their own groups.

    Locks the user.
    """
    user = lock_user(user_id=user_id)
    actor = User.objects.filter(pk=actor_id, is_superuser=True, is_active=True).first()
    if actor is None or actor.pk == user.pk or not user.is_staff:
        raise StrongerAccount("Solo un superusuario cambia los grupos de otra persona del equipo.")
    before = sorted(user.groups.values_list("pk", flat=True))
    after = sorted(group_ids)
    if before == after:
        return user
    user.groups.set(after)
    revoke_all(user_id=user_id, reason=RIGHTS_CHANGED, actor_id=actor_id)
    audit.record(
        action="accounts.groups_changed",
        subject_type="user",
        subject_id=user_id,
        actor_id=actor_id,
        changes={"groups": [before, after]},
    )
    return user


def _change_role(user: User, role: User.Role, *, actor_id: UUID | None) -> None:
    before = str(user.role)
    user.role = role
    user.save(update_fields=["role", "is_staff", "is_superuser"])
    audit.record(
        action="accounts.role_changed",
        subject_type="user",
        subject_id=user.pk,
        actor_id=actor_id,
        changes={"role": [before, role.value], "is_superuser": user.is_superuser},
    )


def _group(name: str) -> Group:
    """Return the group with exactly the permissions of the table."""
    group, _ = Group.objects.get_or_create(name=name)
    wanted = STAFF_GROUPS[name]
    group.permissions.set(
        permission
        for permission in Permission.objects.select_related("content_type")
        if wanted.includes(permission.content_type.app_label, permission.codename)
    )
    return group
