from types import SimpleNamespace

import pytest

from marketplace.shared.errors import ForbiddenError, NotFoundError
from tests.factories.accounts import make_user
from tests.factories.vendors import make_member, make_vendor, owner_of
from vendors.api import permissions
from vendors.errors import NotAVendorMember

pytestmark = pytest.mark.django_db

LIST = SimpleNamespace(kwargs={})
READ_AND_WRITE = {
    "IsVendorMember": (
        "owner catalogue orders finance read_only",
        "owner catalogue orders finance",
    ),
    "IsVendorOwner": ("owner catalogue orders finance read_only", "owner"),
    "IsCatalogueMember": ("owner catalogue read_only", "owner catalogue"),
    "IsSalesMember": ("owner orders read_only", "owner orders"),
    "IsMoneyMember": ("owner finance read_only", "owner finance"),
    "KeepsTeam": ("owner", "owner"),
}


def ask(name, request, view=LIST):
    return getattr(permissions, name)().has_permission(request, view)


def passes(name, request):
    try:
        return ask(name, request)
    except ForbiddenError:
        return False


@pytest.mark.parametrize("name", READ_AND_WRITE)
@pytest.mark.parametrize("role", ["owner", "catalogue", "orders", "finance", "read_only"])
def test_a_function_in_the_shop_reaches_so_far(name, role, django_assert_num_queries):
    vendor = make_vendor()
    user = owner_of(vendor) if role == "owner" else make_member(vendor, role)
    allowed = []

    for method in ("GET", "POST"):
        request = SimpleNamespace(user=user, method=method)
        with django_assert_num_queries(1):
            allowed.append(passes(name, request))
        assert request.membership.vendor_id == vendor.pk

    assert allowed == [role in roles.split() for roles in READ_AND_WRITE[name]]


@pytest.mark.parametrize("name", READ_AND_WRITE)
def test_people_without_a_shop_reach_nothing(name):
    request = SimpleNamespace(user=make_user(), method="GET")

    with pytest.raises(NotAVendorMember):
        ask(name, request, SimpleNamespace(kwargs={}))
    with pytest.raises(NotFoundError):
        ask(name, request, SimpleNamespace(kwargs={"product_id": "x"}))
    assert request.membership is None
