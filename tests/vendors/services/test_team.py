"""Members of a shop: another function, leaving, and the owner who must stay."""

import threading
from functools import partial
from unittest import mock

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from marketplace.shared.errors import ForbiddenError
from marketplace.shared.ids import new_id
from marketplace.shared.models import AuditEntry
from tests.factories.accounts import make_user, sign_in
from tests.factories.vendors import make_member, make_vendor, owner_of
from tests.support.races import tally
from vendors.errors import LastOwner, MemberNotFound
from vendors.invariants import CHECKS
from vendors.models import Invitation, Member
from vendors.selectors.members import membership_of
from vendors.services import team
from vendors.services.invitations import invite
from vendors.services.team import change_role, remove

pytestmark = pytest.mark.django_db


def place_of(user):
    return Member.objects.get(user=user)


def owners(vendor):
    return Member.objects.filter(vendor=vendor, role="owner").count()


def entries(action):
    return list(AuditEntry.objects.filter(action=action).order_by("pk"))


def test_another_function_works_at_once_is_told_and_audited(drain_outbox, mailoutbox):
    vendor = make_vendor()
    owner, member = owner_of(vendor), make_member(vendor, "orders")
    drain_outbox()
    mailoutbox.clear()
    call = {"vendor_id": vendor.pk, "place_id": place_of(member).pk, "actor_id": owner.pk}

    for _ in range(2):
        change_role(**call, role=Member.Role.FINANCE)

    assert membership_of(user_id=member.pk).role == "finance"
    [entry] = entries("vendors.member_role_changed")
    assert (entry.actor_id, entry.subject_id) == (owner.pk, str(vendor.pk))
    assert entry.changes == {
        "place": str(call["place_id"]),
        "user": str(member.pk),
        "function": "finance",
        "role": ["orders", "finance"],
    }
    drain_outbox()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([member.email], f"Cambió su función en {vendor.name}")
    assert "Su función en " in mail.body
    assert "finanzas" in mail.body


def test_whoever_is_taken_out_is_a_buyer_signed_out_and_told(drain_outbox, mailoutbox):
    vendor = make_vendor()
    owner, member = owner_of(vendor), make_member(vendor, "catalogue")
    sign_in(member)
    drain_outbox()
    mailoutbox.clear()
    call = {"vendor_id": vendor.pk, "place_id": place_of(member).pk, "actor_id": owner.pk}

    remove(**call)
    with pytest.raises(MemberNotFound):
        remove(**call)

    assert membership_of(user_id=member.pk) is None
    assert User.objects.get(pk=member.pk).role == "buyer"
    assert member.login_sessions.get().revoked_reason == "rights_changed"
    assert len(entries("vendors.member_removed")) == 1
    drain_outbox()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([member.email], f"Ya no pertenece al equipo de {vendor.name}")
    ]


def test_the_only_owner_neither_leaves_nor_becomes_less():
    vendor = make_vendor()
    make_member(vendor, "orders")
    owner = owner_of(vendor)
    call = {"vendor_id": vendor.pk, "place_id": place_of(owner).pk, "actor_id": owner.pk}
    before = AuditEntry.objects.count()

    with pytest.raises(LastOwner):
        change_role(**call, role=Member.Role.ORDERS)
    with pytest.raises(LastOwner):
        remove(**call)

    assert place_of(owner).role == "owner"
    assert User.objects.get(pk=owner.pk).role == "vendor"
    assert AuditEntry.objects.count() == before


def test_one_of_two_owners_may_leave_and_their_invitations_go_with_them():
    vendor = make_vendor()
    owner, second = owner_of(vendor), make_member(vendor, "owner")
    for asking, email in ((owner, "uno@example.com"), (second, "dos@example.com")):
        role = Member.Role.OWNER
        invite(vendor_id=vendor.pk, email=email, role=role, actor_id=asking.pk)

    remove(vendor_id=vendor.pk, place_id=place_of(owner).pk, actor_id=owner.pk)

    assert owners(vendor) == 1
    pending = Invitation.objects.filter(withdrawn_at__isnull=True)
    assert [invitation.email for invitation in pending] == ["dos@example.com"]


@pytest.mark.parametrize("role", ["catalogue", "orders", "finance", "read_only", "stranger"])
def test_only_owners_change_the_team(role):
    vendor = make_vendor()
    victim = make_member(vendor, "orders")
    actor = owner_of(make_vendor()) if role == "stranger" else make_member(vendor, role)
    call = {"vendor_id": vendor.pk, "place_id": place_of(victim).pk, "actor_id": actor.pk}

    for deed in (
        partial(change_role, **call, role=Member.Role.OWNER),
        partial(change_role, **call | {"place_id": new_id()}, role=Member.Role.OWNER),
        partial(remove, **call),
        partial(
            invite,
            vendor_id=vendor.pk,
            email="x@example.com",
            role=Member.Role.OWNER,
            actor_id=actor.pk,
        ),
    ):
        with pytest.raises(ForbiddenError):
            deed()

    assert place_of(victim).role == "orders"
    assert Invitation.objects.count() == 0


def test_another_shops_places_do_not_exist():
    mine, other = make_vendor(), make_vendor()
    there = make_member(other, "orders")
    invited = invite(
        vendor_id=other.pk,
        email="x@example.com",
        role=Member.Role.ORDERS,
        actor_id=owner_of(other).pk,
    )

    for place_id in (place_of(there).pk, invited.pk, new_id()):
        call = {"vendor_id": mine.pk, "place_id": place_id, "actor_id": owner_of(mine).pk}
        with pytest.raises(MemberNotFound):
            change_role(**call, role=Member.Role.OWNER)
        with pytest.raises(MemberNotFound):
            remove(**call)

    assert place_of(there).role == "orders"
    assert Invitation.objects.get().withdrawn_at is None


def test_the_role_of_staff_in_a_shop_stays_when_they_leave_it():
    vendor = make_vendor()
    member = make_member(vendor, "orders")
    User.objects.filter(pk=member.pk).update(role="staff", is_staff=True)

    remove(vendor_id=vendor.pk, place_id=place_of(member).pk, actor_id=owner_of(vendor).pk)

    assert User.objects.get(pk=member.pk).role == "staff"


def two_owners():
    vendor = make_vendor()
    first, second = owner_of(vendor), make_member(vendor, "owner")
    demote = partial(change_role, vendor_id=vendor.pk, role=Member.Role.ORDERS)
    return vendor, [
        partial(demote, place_id=place_of(second).pk, actor_id=first.pk),
        partial(demote, place_id=place_of(first).pk, actor_id=second.pk),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["demote", "leave"])
def test_two_owners_at_once_leave_one(race, deed):
    vendor, deeds = two_owners()
    if deed == "leave":
        deeds = [
            partial(remove, vendor_id=vendor.pk, place_id=each.pk, actor_id=each.user_id)
            for each in Member.objects.filter(vendor=vendor)
        ]

    outcomes = tally(["done" if not isinstance(each, Exception) else each for each in race(deeds)])

    assert owners(vendor) == 1
    assert outcomes["done"] == 1
    assert set(outcomes) <= {"done", "ForbiddenError", "LastOwner"}
    assert vendor.pk not in {row[0] for row in findings("vendor_has_owner")}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_owners_at_once_leave_none(race):
    """Control: both have looked before either writes, so the test above means something."""
    vendor, deeds = two_owners()
    everybody_has_looked = threading.Barrier(2)
    look = team._leave_an_owner

    def look_then_wait(member):
        look(member)
        everybody_has_looked.wait(timeout=30)

    with (
        mock.patch.object(QuerySet, "select_for_update", lambda queryset, **_: queryset),
        mock.patch.object(team, "_leave_an_owner", look_then_wait),
    ):
        race(deeds)

    assert owners(vendor) == 0
    assert len(findings("vendor_has_owner")) == 1


def findings(code):
    [check] = [check for check in CHECKS if check.code == code]
    with connection.cursor() as cursor:
        cursor.execute(check.sql)
        return cursor.fetchall()


def test_a_person_without_a_shop_is_nobodys_owner():
    vendor = make_vendor()

    with pytest.raises(ForbiddenError):
        remove(
            vendor_id=vendor.pk,
            place_id=place_of(owner_of(vendor)).pk,
            actor_id=make_user().pk,
        )
