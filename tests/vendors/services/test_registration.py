from functools import partial

import pytest

from accounts.models import User
from marketplace.shared.documents import InvalidNit
from marketplace.shared.models import AuditEntry, OutboxMessage
from marketplace.shared.phones import InvalidPhone
from tests.factories.accounts import make_user
from tests.factories.vendors import make_vendor, vendor_form
from tests.support.races import tally
from vendors.errors import AlreadyAMember, VendorNameTaken
from vendors.models import Member, Vendor, VendorStatusChange
from vendors.services.registration import register_vendor


def register(owner, **values):
    return register_vendor(owner_id=owner.pk, **vendor_form(**values))


@pytest.mark.django_db
def test_a_new_shop_waits_with_its_owner(drain_outbox, mailoutbox):
    owner = make_user()
    drain_outbox()
    mailoutbox.clear()

    vendor = register(owner, name=" Café Ñandú ", nit="890.903.938-8", phone="(601) 234-5678")

    vendor.refresh_from_db()
    owner.refresh_from_db()
    assert (vendor.name, vendor.slug, vendor.status) == ("Café Ñandú", "cafe-nandu", "pending")
    assert (vendor.nit, vendor.nit_check_digit) == ("890903938", "8")
    assert (vendor.phone, vendor.approved_at) == ("+576012345678", None)
    assert owner.role == User.Role.VENDOR
    assert Member.objects.get(vendor=vendor).role == Member.Role.OWNER
    [step] = VendorStatusChange.objects.filter(vendor=vendor)
    assert (step.from_status, step.to_status, step.actor_id) == ("", "pending", owner.pk)
    assert AuditEntry.objects.filter(action="vendors.registered").count() == 1
    drain_outbox()
    assert [message.subject for message in mailoutbox] == ["Su tienda en Plaza: por aprobar"]


@pytest.mark.django_db
def test_the_instant_policy_approves_at_once(settings):
    settings.VENDOR_APPROVAL_POLICY = "instant"

    vendor = register(make_user())

    assert vendor.status == "approved"
    assert vendor.approved_at is not None
    steps = VendorStatusChange.objects.order_by("pk").values_list("to_status", flat=True)
    assert list(steps) == ["pending", "approved"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"nit": "890903938-7"}, InvalidNit),
        ({"phone": "12"}, InvalidPhone),
        ({"name": "Ocupada"}, VendorNameTaken),
    ],
)
def test_a_refused_shop_leaves_nothing(values, error):
    make_vendor(name="Ocupada")
    owner = make_user()
    before = (VendorStatusChange.objects.count(), OutboxMessage.objects.count())

    with pytest.raises(error):
        register(owner, **values)

    owner.refresh_from_db()
    assert owner.role == User.Role.BUYER
    assert Vendor.objects.count() == Member.objects.count() == 1
    assert (VendorStatusChange.objects.count(), OutboxMessage.objects.count()) == before


@pytest.mark.django_db
def test_a_person_owns_one_shop():
    owner = make_user()
    register(owner)

    with pytest.raises(AlreadyAMember):
        register(owner)

    assert Vendor.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "start"), [("Register", "register-"), ("商店", "tienda-")])
def test_a_name_without_a_usable_address_gets_a_code(name, start):
    slug = register(make_user(), name=name).slug

    assert slug.startswith(start)
    assert len(slug) == len(start) + 6


@pytest.mark.django_db
def test_names_that_look_alike_in_the_address_get_different_ones():
    first, second = register(make_user(), name="Café"), register(make_user(), name="Cafe")

    assert first.slug == "cafe"
    assert second.slug.startswith("cafe-")


@pytest.mark.django_db(transaction=True)
def test_a_double_click_opens_one_shop(race):
    owner = make_user()

    outcomes = race([partial(register, owner) for _ in range(6)])

    kinds = tally(["opened" if isinstance(found, Vendor) else found for found in outcomes])
    assert kinds == {"opened": 1, "AlreadyAMember": 5}
    assert Vendor.objects.count() == 1
