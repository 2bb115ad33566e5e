from uuid import uuid4

import pytest

from catalog.models import Brand
from tests.factories.accounts import make_staff_user, make_user
from tests.factories.catalog import make_brand, make_product
from tests.factories.vendors import make_vendor, owner_of

pytestmark = pytest.mark.django_db

LIST = "/api/v1/brands"


@pytest.fixture
def staff(client_of):
    return client_of(make_staff_user("catalogo"))


@pytest.fixture
def seller(client_of):
    return client_of(owner_of(make_vendor()))


def test_a_shop_proposes_and_staff_verify(seller, staff):
    proposed = seller.post(LIST, {"name": "Imusa"}, format="json")
    path = proposed["Location"]

    refused = seller.patch(path, {"is_verified": True}, format="json")
    verified = staff.patch(path, {"is_verified": True, "is_featured": True}, format="json")

    assert proposed.status_code == 201
    assert proposed.json()["is_verified"] is False
    assert refused.status_code == 403
    assert (verified.json()["is_verified"], verified.json()["is_featured"]) == (True, True)


def test_what_staff_make_is_verified_at_once(staff):
    made = staff.post(LIST, {"name": "Haceb"}, format="json").json()

    assert (made["slug"], made["is_verified"]) == ("haceb", True)


def test_a_name_in_other_letters_is_the_same_name(seller):
    make_brand("Haceb")

    answer = seller.post(LIST, {"name": "HACEB"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "name_taken")
    assert Brand.objects.count() == 1


def test_strangers_and_buyers_propose_nothing(api, client_of):
    assert api.post(LIST, {"name": "X"}, format="json").status_code == 401
    assert client_of(make_user()).post(LIST, {"name": "X"}, format="json").status_code == 403
    assert Brand.objects.count() == 0


def test_a_brand_with_products_stays(staff):
    used, idle = make_brand("Usada"), make_brand("Libre")
    make_product(brand=used)

    refused = staff.delete(f"{LIST}/{used.pk}")

    assert (refused.status_code, refused.json()["code"]) == (409, "brand_in_use")
    assert staff.delete(f"{LIST}/{idle.pk}").status_code == 204
    assert staff.delete(f"{LIST}/{idle.pk}").status_code == 404
    assert list(Brand.objects.values_list("name", flat=True)) == ["Usada"]


def test_products_of_a_brand_are_listed_and_counted(api):
    brand = make_brand("Corona")
    make_product(brand=brand, name="Vajilla")
    make_product()

    listed = api.get(f"{LIST}/{brand.pk}/products").json()

    assert [product["name"] for product in listed["results"]] == ["Vajilla"]
    assert api.get(f"{LIST}/{brand.pk}/products/count").json() == {"count": 1}
    assert api.get(f"{LIST}/{uuid4()}/products").status_code == 404


def test_brands_are_compared_in_the_order_asked_for(api):
    first, second = make_brand("Uno"), make_brand("Dos")
    make_product(brand=first, price=40_000)
    make_product(brand=first, price=90_000)
    make_product(brand=first, price=1_000, status="draft")

    answer = api.post(
        f"{LIST}/compare", {"brand_ids": [str(second.pk), str(first.pk)]}, format="json"
    )

    empty, full = answer.json()
    assert (empty["name"], empty["product_count"], empty["lowest_price"]) == ("Dos", 0, None)
    assert (full["product_count"], full["lowest_price"], full["highest_price"]) == (
        2,
        "40000.00",
        "90000.00",
    )


def test_comparing_needs_two_to_five_different_brands_that_exist(api):
    brand = str(make_brand().pk)

    for ids in ([brand], [brand] * 2, [str(uuid4()) for _ in range(6)], "x", ["x", "y"]):
        assert api.post(f"{LIST}/compare", {"brand_ids": ids}, format="json").status_code == 400
    missing = api.post(f"{LIST}/compare", {"brand_ids": [brand, str(uuid4())]}, format="json")
    assert missing.status_code == 404


def test_featured_brands_are_public(api, staff):
    make_brand("Sin")
    staff.patch(f"{LIST}/{make_brand('Con').pk}", {"is_featured": True}, format="json")

    assert [row["name"] for row in api.get(f"{LIST}/featured").json()["results"]] == ["Con"]


def test_many_brands_are_verified_in_one_request(staff):
    brands = [make_brand() for _ in range(3)]
    rows = [{"id": str(brand.pk), "is_verified": True} for brand in brands]

    answer = staff.post(f"{LIST}/bulk", {"action": "update", "rows": rows}, format="json").json()

    assert (answer["succeeded"], answer["failed"]) == (3, 0)
    assert Brand.objects.filter(is_verified=True).count() == 3
