"""Who becomes staff, with which groups, and how they stop being it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.errors import EmailNotVerified, StrongerAccount
from accounts.models import User
from accounts.rank import groups_below, may_manage, rank
from accounts.services.people import set_active
from accounts.services.roles import (
    make_staff,
    make_superuser,
    set_groups,
    withdraw_vendor_role,
)
from accounts.services.sessions import close_sessions
from accounts.staff_groups import STAFF_GROUPS
from marketplace.shared.models import AuditEntry
from tests.factories.accounts import make_staff_user, make_user, sign_in
from tests.factories.vendors import make_vendor, owner_of

pytestmark = pytest.mark.django_db

STRENGTHS = ["buyer", "vendor", "staff", "administrator", "superuser"]


def make_person(strength):
    if strength == "vendor":
        return owner_of(make_vendor())
    if strength == "buyer":
        return make_user()
    if strength == "superuser":
        return make_staff_user(is_superuser=True)
    return make_staff_user("soporte" if strength == "staff" else "administradores")


def group_ids(*names):
    return [Group.objects.get_or_create(name=name)[0].pk for name in names]


def group_names(user):
    return sorted(user.groups.values_list("name", flat=True))


def last_change(action):
    return AuditEntry.objects.filter(action=action).latest("pk")


def open_sessions(user):
    return user.login_sessions.filter(revoked_at__isnull=True).count()


@pytest.mark.parametrize("subject", STRENGTHS)
@pytest.mark.parametrize("actor", STRENGTHS)
def test_one_manages_those_below_oneself_and_only_as_staff(actor, subject):
    person, other = make_person(actor), make_person(subject)
    expected = STRENGTHS.index(actor) > max(STRENGTHS.index(subject), 1)

    assert rank(person) == STRENGTHS.index(actor)
    assert may_manage(person, other) is expected
    for deed in (
        lambda: set_active(user_id=other.pk, is_active=False, actor_id=person.pk),
        lambda: close_sessions(user_id=other.pk, actor_id=person.pk),
    ):
        if expected:
            deed()
        else:
            with pytest.raises(StrongerAccount):
                deed()
    other.refresh_from_db()
    assert other.is_active is not expected


def test_a_closed_administrator_manages_nobody_and_stays_protected():
    closed = make_person("administrator")
    set_active(user_id=closed.pk, is_active=False, actor_id=None)
    closed.refresh_from_db()

    assert not may_manage(closed, make_user())
    assert groups_below(closed) == frozenset()
    with pytest.raises(StrongerAccount):
        set_active(user_id=closed.pk, is_active=True, actor_id=make_person("administrator").pk)


@pytest.mark.parametrize("strength", ["staff", "administrator", "superuser"])
def test_nobody_of_the_staff_closes_or_opens_their_own_account(strength):
    person = make_person(strength)

    with pytest.raises(StrongerAccount):
        set_active(user_id=person.pk, is_active=False, actor_id=person.pk)


@pytest.mark.parametrize(
    ("actor", "given", "allowed"),
    [
        ("superuser", "administradores", True),
        ("superuser", "finanzas", True),
        ("administrator", "finanzas", True),
        ("administrator", "administradores", False),
        ("administrator", "desconocido", False),
        ("superuser", "desconocido", False),
        ("staff", "catalogo", False),
        ("vendor", "catalogo", False),
        ("buyer", "catalogo", False),
    ],
)
def test_one_gives_only_groups_below_oneself(actor, given, allowed):
    giver, staff = make_person(actor), make_staff_user("soporte")
    issued = sign_in(staff)
    call = {"user_id": staff.pk, "group_ids": group_ids(given), "actor_id": giver.pk}

    if allowed:
        set_groups(**call)
        entry = last_change("accounts.groups_changed")
        assert (entry.actor_id, entry.changes) == (giver.pk, {"groups": [["soporte"], [given]]})
    else:
        with pytest.raises(StrongerAccount):
            set_groups(**call)

    assert group_names(staff) == ([given] if allowed else ["soporte"])
    assert open_sessions(staff) == (0 if allowed else 1)
    assert issued.access


@pytest.mark.parametrize("subject", ["buyer", "vendor", "administrator", "superuser"])
def test_an_administrator_gives_groups_to_staff_below_alone(subject):
    chief, person = make_person("administrator"), make_person(subject)
    before = group_names(person)

    with pytest.raises(StrongerAccount):
        set_groups(user_id=person.pk, group_ids=group_ids("finanzas"), actor_id=chief.pk)

    assert group_names(person) == before


def test_nobody_touches_their_own_groups():
    for strength in ("staff", "administrator", "superuser"):
        person = make_person(strength)
        with pytest.raises(StrongerAccount):
            set_groups(user_id=person.pk, group_ids=group_ids(*STAFF_GROUPS), actor_id=person.pk)


def test_a_group_that_does_not_exist_changes_nothing():
    chief, staff = make_person("superuser"), make_staff_user("soporte")

    with pytest.raises(StrongerAccount):
        set_groups(user_id=staff.pk, group_ids=[*group_ids("soporte"), 0], actor_id=chief.pk)

    assert group_names(staff) == ["soporte"]


def test_the_same_groups_again_sign_nobody_out():
    chief, staff = make_person("administrator"), make_staff_user("soporte")
    sign_in(staff)

    set_groups(user_id=staff.pk, group_ids=group_ids("soporte"), actor_id=chief.pk)
    make_staff(user_id=staff.pk, groups=["soporte"])

    assert open_sessions(staff) == 1


def test_a_superuser_is_made_by_the_command_and_audited():
    user = make_user()
    sign_in(user)

    for _ in range(2):
        call_command("make_superuser", user.email.upper())

    user.refresh_from_db()
    assert (user.role, user.is_staff, user.is_superuser) == ("staff", True, True)
    assert open_sessions(user) == 0
    assert last_change("accounts.role_changed").changes == {
        "role": ["buyer", "staff"],
        "is_staff": [False, True],
        "is_superuser": [False, True],
    }
    assert AuditEntry.objects.filter(action="accounts.role_changed").count() == 1


def test_make_staff_takes_superuser_back_and_sets_exactly_the_groups(capsys):
    chief = make_staff_user(is_superuser=True)

    call_command("make_staff", chief.email, "--group", "pedidos", "-g", "soporte")

    chief.refresh_from_db()
    assert (chief.is_superuser, group_names(chief)) == (False, ["pedidos", "soporte"])
    assert capsys.readouterr().out == f"{chief.email}: staff in pedidos, soporte\n"


@pytest.mark.parametrize("is_owner", [True, False])
def test_remove_staff_leaves_a_vendor_or_a_buyer_without_rights(is_owner):
    user = owner_of(make_vendor()) if is_owner else make_user()
    make_staff(user_id=user.pk, groups=["administradores"])
    user.user_permissions.add(Permission.objects.get(codename="change_user"))
    sign_in(user)

    for _ in range(2):
        call_command("remove_staff", user.email)

    user = User.objects.get(pk=user.pk)
    assert (user.role, user.is_staff) == ("vendor" if is_owner else "buyer", False)
    assert user.get_all_permissions() == set()
    assert open_sessions(user) == 0
    assert last_change("accounts.role_changed").changes == {
        "role": ["staff", user.role],
        "is_staff": [True, False],
        "groups": [["administradores"], []],
    }


@pytest.mark.parametrize("command", ["make_superuser", "make_staff", "remove_staff"])
def test_nobody_is_made_staff_without_an_account(command):
    more = ["--group", "soporte"] if command == "make_staff" else []

    with pytest.raises(CommandError, match="let the person register first"):
        call_command(command, "nadie@example.com", *more)

    assert User.objects.count() == 0


def test_an_unproven_mailbox_makes_nobody_staff():
    user = make_user(verified=False)

    for command in (["make_superuser", user.email], ["make_staff", user.email, "-g", "soporte"]):
        with pytest.raises(CommandError, match="verificar primero su correo"):
            call_command(*command)
    with pytest.raises(EmailNotVerified):
        make_superuser(user_id=user.pk)

    user.refresh_from_db()
    assert (user.role, user.is_staff, user.is_superuser) == ("buyer", False, False)


def test_djangos_own_command_is_refused_in_favour_of_ours():
    with pytest.raises(CommandError, match="make_superuser EMAIL"):
        call_command("createsuperuser", "--noinput", "--email", "jefe@example.com")

    assert User.objects.count() == 0
    assert not hasattr(User.objects, "create_superuser")


def test_the_database_refuses_a_superuser_who_is_not_staff():
    make_user()

    with pytest.raises(IntegrityError, match="user_superuser_is_staff"), transaction.atomic():
        User.objects.update(is_superuser=True)


def test_whoever_leaves_a_shop_is_a_buyer_again_and_signed_out():
    owner, staff = owner_of(make_vendor()), make_staff_user("soporte")
    sign_in(owner)
    sign_in(staff)

    for person in (owner, owner, staff):
        withdraw_vendor_role(user_id=person.pk, actor_id=None)

    owner.refresh_from_db()
    staff.refresh_from_db()
    assert (owner.role, staff.role) == ("buyer", "staff")
    assert (open_sessions(owner), open_sessions(staff)) == (0, 1)
