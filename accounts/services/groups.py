"""Makes the groups of staff exactly what ``staff_groups`` says."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission

from marketplace.shared.db import in_transaction
from marketplace.shared.services import audit

from ..models import User
from ..staff_groups import STAFF_GROUPS, permissions_of
from .sessions import RIGHTS_CHANGED, revoke_all


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How a group, or a person with rights of their own, is not what the table says.

    ``missing`` and ``surplus`` are Django's names of permissions: ``orders.view_order``.
    """

    about: str
    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()


def differences() -> list[Difference]:
    """Return what is not as the table says, without changing it: 3 queries."""
    present = _present()
    found = [
        _difference(name, permissions_of(name), present.get(name, set())) for name in STAFF_GROUPS
    ]
    found += [
        _difference(name, set(), rights)
        for name, rights in sorted(present.items())
        if name not in STAFF_GROUPS
    ]
    found = [each for each in found if each.missing or each.surplus]
    return found + [
        Difference(about=user.email, surplus=tuple(sorted(map(_name, user.user_permissions.all()))))
        for user in _with_own_rights()
    ]


@in_transaction
def sync_groups() -> list[Difference]:
    """Give each group the rights of the table, and nobody and no other group any; say what changed.

    Groups that the table does not know stay, empty of rights, until somebody removes them.
    People who had rights of their own are signed out. Twice is once.

    Raises:
        LookupError: the database does not know a right of the table: it needs ``migrate``.
    """
    found = differences()
    for name in STAFF_GROUPS:
        sync_group(name)
    for group in Group.objects.exclude(name__in=STAFF_GROUPS):
        group.permissions.clear()
    for user in _with_own_rights():
        user.user_permissions.clear()
        revoke_all(user_id=user.pk, reason=RIGHTS_CHANGED, actor_id=None)
    for difference in found:
        audit.record(
            action="accounts.staff_group_synced",
            subject_type="group",
            subject_id=difference.about[:64],
            changes={"added": difference.missing, "removed": difference.surplus},
        )
    return found


def sync_group(name: str) -> Group:
    """Return one group of the table with exactly its rights, in the caller's transaction.

    Raises:
        LookupError: the database does not know a right of the table: it needs ``migrate``.
    """
    wanted = permissions_of(name)
    rows = [row for row in _permissions() if _name(row) in wanted]
    if len(rows) != len(wanted):
        unknown = sorted(wanted - set(map(_name, rows)))
        raise LookupError(f"no such permissions, run migrate first: {', '.join(unknown)}")
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.set(rows)
    return group


def _difference(about: str, wanted: set[str], present: set[str]) -> Difference:
    return Difference(
        about=about,
        missing=tuple(sorted(wanted - present)),
        surplus=tuple(sorted(present - wanted)),
    )


def _present() -> dict[str, set[str]]:
    """Return what each group may do now: 2 queries."""
    groups = Group.objects.prefetch_related("permissions__content_type")
    return {group.name: set(map(_name, group.permissions.all())) for group in groups}


def _with_own_rights() -> list[User]:
    users = User.objects.filter(user_permissions__isnull=False).distinct().order_by("pk")
    return list(users.prefetch_related("user_permissions__content_type"))


def _permissions() -> list[Permission]:
    return list(Permission.objects.select_related("content_type"))


def _name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
