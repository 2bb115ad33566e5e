"""Who has no right at all hears 403; what is somebody else's looks like what is missing: 404."""

import re
from dataclasses import dataclass

import pytest

from catalog.api.permissions import ReviewsProducts
from catalog.services.images import add_image
from marketplace.shared.api.permissions import IsAuthenticated
from marketplace.shared.ids import new_id
from tests.architecture.test_doors import api_routes
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product, picture_file, variant_of
from tests.factories.orders import make_order
from tests.factories.vendors import make_member, make_vendor, owner_of
from vendors.models import Member

pytestmark = pytest.mark.django_db

WRITES = ("post", "put", "patch", "delete")
OF_SHOPS = re.compile(r"api/v1/(vendor/|products(/my-products|/<uuid:product_id>.*)?$)")
PASSING = {"request_id", "instance"}


@dataclass(frozen=True)
class Route:
    """One method of one path that belongs to shops."""

    path: str
    method: str

    @property
    def is_object(self):
        return "<" in self.path

    def address(self, ids):
        return "/" + re.sub(r"<\w+:(\w+)>", lambda name: str(ids[name[1]]), self.path)

    def ask(self, client, ids):
        return getattr(client, self.method)(self.address(ids), {}, format="json")


def routes_of_shops():
    """Return the routes where a shop's people work; reading products is everybody's."""
    for path, pattern in api_routes():
        view = pattern.callback.view_class
        if not OF_SHOPS.match(path) or view.permission_classes in (
            [ReviewsProducts],
            [IsAuthenticated],
        ):
            continue
        is_public = "products" in path and "my-products" not in path
        for method in (*(() if is_public else ("get",)), *WRITES):
            if hasattr(view, method):
                yield Route(path, method)


ROUTES = list(routes_of_shops())


@pytest.fixture
def others():
    """The ids of one thing of each kind, all of one shop."""
    vendor = make_vendor()
    product = make_product(vendor=vendor)
    part = make_order(products={product: 1}, status="confirmed").vendor_orders.get()
    member = Member.objects.get(user=make_member(vendor, "orders"))
    image = add_image(product_id=product.pk, upload=picture_file())
    return {
        "product_id": product.pk,
        "image_id": image.pk,
        "variant_id": variant_of(product).pk,
        "vendor_order_id": part.pk,
        "place_id": member.pk,
    }


@pytest.fixture
def missing(others):
    return dict.fromkeys(others, new_id())


def told(response):
    return {name: text for name, text in response.json().items() if name not in PASSING}


def test_the_routes_are_found():
    paths = {route.path for route in ROUTES}

    assert len(ROUTES) > 20
    assert {"api/v1/vendor/orders", "api/v1/vendor/members/<uuid:place_id>"} <= paths
    assert {"api/v1/products", "api/v1/products/<uuid:product_id>/stock"} <= paths


def test_a_person_without_a_shop_gets_403_for_lists_and_404_for_things(client_of, others, missing):
    client = client_of(make_user())
    faults = []

    for route in ROUTES:
        there, nowhere = route.ask(client, others), route.ask(client, missing)
        wanted = (404, "not_found") if route.is_object else (403, "not_a_vendor_member")
        if (there.status_code, there.json()["code"]) != wanted or told(there) != told(nowhere):
            faults.append((route, there.status_code, told(there), told(nowhere)))

    assert faults == []


def test_another_shops_things_look_missing_to_an_owner(client_of, others, missing):
    client = client_of(owner_of(make_vendor()))
    answers = [
        (route, route.ask(client, others), route.ask(client, missing))
        for route in ROUTES
        if route.is_object
    ]

    assert [(r, told(a), told(b)) for r, a, b in answers if told(a) != told(b)] == []
    # 400 and 415: the body, which is empty here and never a picture, is looked at first.
    assert {there.status_code for _, there, _ in answers} <= {404, 400, 415}
    assert sum(there.status_code == 404 for _, there, _ in answers) > 5


def test_a_member_whose_function_does_not_reach_hears_403_whatever_the_id(client_of, others):
    vendor = make_vendor()
    finance, keeper = make_member(vendor, "finance"), make_member(vendor, "catalogue")
    own = {"product_id": make_product(vendor=vendor).pk}
    beyond = {"api/v1/products": finance, "api/v1/vendor/orders": keeper}
    faults = []

    for route in ROUTES:
        for start, person in beyond.items():
            if route.path.startswith(start) and route.path != "api/v1/products/my-products":
                for ids in (others, others | own):
                    answer = route.ask(client_of(person), ids)
                    if (answer.status_code, answer.json()["code"]) != (403, "forbidden"):
                        faults.append((route, told(answer)))

    assert faults == []


def test_nobody_signed_in_hears_401(api, others):
    assert {route.ask(api, others).status_code for route in ROUTES} == {401}
