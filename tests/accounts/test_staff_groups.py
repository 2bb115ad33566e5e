"""The table of staff's rights, and the database that must say the same."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from accounts import staff_groups
from accounts.models import User
from accounts.services.groups import Difference, differences, sync_groups
from accounts.staff_groups import DECISIONS, STAFF_GROUPS, permissions_of
from marketplace.shared.models import AuditEntry
from tests.factories.accounts import make_staff_user, sign_in


def letters(label, group):
    return DECISIONS[label][group]


def undecided(models):
    return sorted({model._meta.label_lower for model in models} - set(DECISIONS))


def test_every_model_has_a_decision_and_every_decision_a_model():
    models = apps.get_models()

    assert undecided(models) == []
    assert sorted(set(DECISIONS) - {model._meta.label_lower for model in models}) == []


def test_a_model_without_a_decision_is_found(monkeypatch):
    rest = {label: line for label, line in DECISIONS.items() if label != "orders.order"}
    monkeypatch.setitem(globals(), "DECISIONS", rest)

    assert undecided(apps.get_models()) == ["orders.order"]


@pytest.mark.parametrize("line", ["v - - -", "v - - - - -", "v - x - -"])
def test_a_line_that_cannot_be_read_is_refused(line):
    with pytest.raises(ValueError, match=r"letter|argument"):
        staff_groups._read(line)


def test_whoever_changes_may_see():
    blind = [
        (label, group)
        for label in DECISIONS
        for group in STAFF_GROUPS
        if letters(label, group) != "-" and "v" not in letters(label, group)
    ]

    assert blind == []


def test_money_is_changed_by_finance_alone_and_rights_by_nobody():
    changing = {
        (label, group)
        for label in DECISIONS
        for group in STAFF_GROUPS
        if set("cad") & set(letters(label, group))
    }

    assert {group for label, group in changing if label.startswith("payments.")} == {"finanzas"}
    assert {label for label, group in changing if group == "finanzas"} == {
        f"payments.{name}"
        for name in (
            *("chargeattempt", "refund", "paymentroute", "webhooknotice"),
            *("commissionrule", "payout"),
        )
    }
    assert not [label for label, _ in changing if label.startswith("auth.")]


def test_support_changes_no_goods_no_money_and_no_accounts():
    changed = {label for label in DECISIONS if set("cad") & set(letters(label, "soporte"))}

    assert changed == {
        *("vendors.vendor", "shared.unreachable", "accounts.privacyrequest"),
        *("accounts.loginsession", "accounts.loginattempt", "accounts.socialidentity"),
        *("orders.order", "orders.vendororder", "orders.shipment", "orders.return"),
    }


@pytest.mark.parametrize("label", ["user", "address", "loginsession", "refreshtoken", "consent"])
def test_finance_sees_no_people(label):
    assert letters(f"accounts.{label}", "finanzas") == "-"


def test_people_are_changed_by_administrators_alone():
    assert [group for group in STAFF_GROUPS if "c" in letters("accounts.user", group)] == [
        "administradores"
    ]


@pytest.mark.django_db
def test_syncing_makes_the_groups_of_the_table_once():
    first, second = sync_groups(), sync_groups()

    assert [each.about for each in first] == list(STAFF_GROUPS)
    assert second == differences() == []
    for name in STAFF_GROUPS:
        rows = Group.objects.get(name=name).permissions.select_related("content_type")
        assert {f"{row.content_type.app_label}.{row.codename}" for row in rows} == permissions_of(
            name
        )
    assert AuditEntry.objects.filter(action="accounts.staff_group_synced").count() == 5


@pytest.mark.django_db
def test_syncing_takes_away_what_hands_have_added():
    staff = make_staff_user("finanzas")
    issued = sign_in(staff)
    sync_groups()
    superuser_right = Permission.objects.get(codename="change_user")
    lost = Permission.objects.get(codename="view_payout")
    finance = Group.objects.get(name="finanzas")
    finance.permissions.add(superuser_right)
    finance.permissions.remove(lost)
    Group.objects.create(name="jefes").permissions.add(superuser_right)
    staff.user_permissions.add(superuser_right)

    found = sync_groups()

    assert found == [
        Difference(
            about="finanzas", missing=("payments.view_payout",), surplus=("accounts.change_user",)
        ),
        Difference(about="jefes", surplus=("accounts.change_user",)),
        Difference(about=staff.email, surplus=("accounts.change_user",)),
    ]
    fresh = User.objects.get(pk=staff.pk)
    assert not fresh.has_perm("accounts.change_user")
    assert fresh.has_perm("payments.view_payout")
    assert fresh.login_sessions.get().revoked_reason == "rights_changed"
    assert Group.objects.get(name="jefes").permissions.count() == 0
    assert issued.access


@pytest.mark.django_db
def test_the_command_tells_changes_and_only_looks_with_check():
    told = StringIO()

    with pytest.raises(CommandError, match="5 different"):
        call_command("sync_staff_groups", "--check", stdout=told)
    assert Group.objects.count() == 0
    call_command("sync_staff_groups", stdout=told)
    call_command("sync_staff_groups", "--check", stdout=told)

    assert "finanzas: +payments.change_payout\n" in told.getvalue()
    assert told.getvalue().endswith("all as the table says\n")


@pytest.mark.django_db
def test_a_right_that_the_database_does_not_know_stops_everything():
    Permission.objects.get(codename="view_payout").delete()

    with pytest.raises(CommandError, match=r"run migrate first: payments\.view_payout"):
        call_command("sync_staff_groups")

    assert Group.objects.count() == 0
