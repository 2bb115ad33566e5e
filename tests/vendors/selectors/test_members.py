import pytest

from marketplace.shared.ids import new_id
from tests.factories.accounts import make_user
from tests.factories.vendors import make_member, make_vendor, owner_of
from vendors.selectors.members import Membership, VendorContact, membership_of, vendor_contacts

pytestmark = pytest.mark.django_db


def test_a_membership_costs_one_query(django_assert_num_queries):
    vendor = make_vendor(status="suspended")
    person = make_member(vendor, "finance")

    with django_assert_num_queries(1):
        membership = membership_of(user_id=person.pk)

    assert membership == Membership(
        vendor_id=vendor.pk,
        vendor_name=vendor.name,
        vendor_slug=vendor.slug,
        vendor_status="suspended",
        role="finance",
    )


def test_people_without_a_shop_have_no_membership():
    make_vendor()

    assert membership_of(user_id=make_user().pk) is None


def test_contacts_cost_one_query_and_leave_out_others(django_assert_num_queries):
    vendor = make_vendor()
    make_vendor()

    with django_assert_num_queries(1):
        found = vendor_contacts(vendor_ids=[vendor.pk, vendor.pk, new_id()])

    assert found == {
        vendor.pk: VendorContact(vendor_id=vendor.pk, name=vendor.name, email=vendor.email)
    }


def test_the_profile_names_the_shop(client_of):
    vendor = make_vendor()

    profile = client_of(owner_of(vendor)).get("/api/v1/auth/me").json()

    assert profile["memberships"] == [
        {
            "vendor": {
                "id": str(vendor.pk),
                "name": vendor.name,
                "slug": vendor.slug,
                "status": "approved",
            },
            "role": "owner",
        }
    ]
