from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.factories.vendors import make_member, make_vendor, owner_of
from vendors.api import permissions

pytestmark = pytest.mark.django_db

READ_AND_WRITE = {
    "IsVendorMember": (
        "owner catalogue orders finance read_only",
        "owner catalogue orders finance",
    ),
    "IsVendorOwner": ("owner catalogue orders finance read_only", "owner"),
    "IsCatalogueMember": ("owner catalogue read_only", "owner catalogue"),
}


@pytest.mark.parametrize("name", READ_AND_WRITE)
@pytest.mark.parametrize("role", ["owner", "catalogue", "orders", "finance", "read_only"])
def test_a_function_in_the_shop_reaches_so_far(name, role, django_assert_num_queries):
    vendor = make_vendor()
    user = owner_of(vendor) if role == "owner" else make_member(vendor, role)
    allowed = []

    for method in ("GET", "POST"):
        request = SimpleNamespace(user=user, method=method)
        with django_assert_num_queries(1):
            allowed.append(getattr(permissions, name)().has_permission(request, None))
        assert request.membership.vendor_id == vendor.pk

    assert allowed == [role in roles.split() for roles in READ_AND_WRITE[name]]


@pytest.mark.parametrize("name", READ_AND_WRITE)
def test_people_without_a_shop_reach_nothing(name):
    request = SimpleNamespace(user=make_user(), method="GET")

    assert getattr(permissions, name)().has_permission(request, None) is False
    assert request.membership is None
