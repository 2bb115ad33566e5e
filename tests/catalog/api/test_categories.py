from uuid import uuid4

import pytest

from catalog.models import Category, Product
from tests.catalog.books import assert_sound
from tests.factories.accounts import make_staff_user, make_user
from tests.factories.catalog import make_category, make_product

pytestmark = pytest.mark.django_db

LIST = "/api/v1/categories"


@pytest.fixture
def staff(client_of):
    return client_of(make_staff_user("catalogo"))


@pytest.fixture
def branch():
    """Hogar > Sala > Sofás, and Jardín beside it."""
    home = make_category("Hogar")
    room = make_category("Sala", parent=home)
    return home, room, make_category("Sofás", parent=room), make_category("Jardín")


def one(category):
    return f"{LIST}/{category.pk}"


def test_staff_make_a_category_where_they_want_it(staff, api, branch):
    made = staff.post(
        LIST, {"name": "Lámparas", "parent_id": str(branch[1].pk), "position": 4}, format="json"
    )

    assert made.status_code == 201
    body = made.json()
    assert made["Location"] == f"{LIST}/{body['id']}"
    assert body["path"] == "hogar/sala/lamparas/"
    assert [crumb["name"] for crumb in body["breadcrumbs"]] == ["Hogar", "Sala", "Lámparas"]
    assert api.get(made["Location"]).json() == body


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_staff_of_the_catalogue_keep_the_tree(method, api, client_of, branch):
    buyer = client_of(make_user())
    other_staff = client_of(make_staff_user("finanzas"))
    path = LIST if method == "post" else one(branch[3])

    for client, status in [(api, 401), (buyer, 403), (other_staff, 403)]:
        assert getattr(client, method)(path, {"name": "X"}, format="json").status_code == status

    assert Category.objects.count() == 4


def test_a_category_is_changed_as_a_whole_or_in_part(staff, branch):
    renamed = staff.patch(one(branch[1]), {"name": "Salón", "is_featured": True}, format="json")
    moved = staff.put(
        one(branch[1]), {"name": "Salón", "parent_id": str(branch[3].pk)}, format="json"
    )

    assert renamed.json()["name"] == "Salón"
    assert renamed.json()["is_featured"] is True
    assert moved.json()["path"] == "jardin/sala/"
    assert_sound()


def test_a_category_never_goes_below_itself_by_the_api_either(staff, branch):
    answer = staff.post(f"{one(branch[0])}/move", {"parent_id": str(branch[2].pk)}, format="json")

    assert answer.status_code == 409
    assert answer.json()["code"] == "category_move_not_allowed"
    assert Category.objects.get(pk=branch[0].pk).parent_id is None


def test_moving_says_where_the_category_is_now(staff, branch):
    answer = staff.post(
        f"{one(branch[1])}/move", {"parent_id": str(branch[3].pk), "position": 7}, format="json"
    )

    assert answer.status_code == 200
    assert (answer.json()["path"], answer.json()["position"]) == ("jardin/sala/", 7)


def test_a_used_category_is_deleted_only_by_force_and_lifts_what_hangs_on_it(staff, branch):
    home, room, sofas, _ = branch
    product = make_product(category=room)

    refused = staff.delete(one(room))
    forced = staff.delete(f"{one(room)}?force=true")

    assert (refused.status_code, refused.json()["code"]) == (409, "category_in_use")
    assert forced.status_code == 204
    assert Product.objects.get(pk=product.pk).category_id == home.pk
    assert Category.objects.get(pk=sofas.pk).path == "hogar/sofas/"
    assert_sound()


def test_a_root_with_products_is_not_deleted_by_force_either(staff, branch):
    make_product(category=branch[3])

    answer = staff.delete(f"{one(branch[3])}?force=true")

    assert (answer.status_code, answer.json()["code"]) == (409, "category_in_use")
    assert Category.objects.filter(pk=branch[3].pk).exists()


def test_an_empty_category_goes_and_the_second_time_it_is_missing(staff, branch):
    assert staff.delete(one(branch[2])).status_code == 204
    assert staff.delete(one(branch[2])).status_code == 404


def test_the_way_and_the_children_are_public(api, branch):
    home, room, sofas, _ = branch

    for name in ("breadcrumbs", "breadcrumb"):
        way = api.get(f"{one(sofas)}/{name}").json()
        assert [crumb["slug"] for crumb in way] == ["hogar", "sala", "sofas"]
    assert [child["slug"] for child in api.get(f"{one(home)}/children").json()] == ["sala"]
    assert api.get(f"{LIST}/{uuid4()}/children").status_code == 404


def test_products_of_a_branch_come_with_those_below(api, branch):
    home, _, sofas, garden = branch
    make_product(category=sofas, name="Sofá cama")
    make_product(category=garden)

    listed = api.get(f"{one(home)}/products?ordering=price").json()

    assert [product["name"] for product in listed["results"]] == ["Sofá cama"]
    assert api.get(f"{one(home)}/products/count").json() == {"count": 1}
    assert api.get(f"{LIST}/{uuid4()}/products/count").status_code == 404


def test_featured_ones_come_in_order_of_position(api, staff, branch):
    for category, position in [(branch[0], 2), (branch[3], 1)]:
        staff.patch(one(category), {"is_featured": True, "position": position}, format="json")

    listed = api.get(f"{LIST}/featured").json()

    assert [row["slug"] for row in listed["results"]] == ["jardin", "hogar"]


def test_many_rows_are_done_or_refused_one_by_one(staff, branch):
    rows = [
        {"id": str(branch[0].pk), "is_featured": True},
        {"id": str(uuid4()), "is_featured": True},
        {"is_featured": True},
        {"id": str(branch[3].pk), "parent_id": None},
    ]

    answer = staff.post(f"{LIST}/bulk", {"action": "update", "rows": rows}, format="json")

    assert answer.status_code == 200
    assert (answer.json()["succeeded"], answer.json()["failed"]) == (1, 3)
    codes = [row["error"] and row["error"]["code"] for row in answer.json()["results"]]
    assert codes == [None, "category_not_found", "required", "unknown"]
    assert Category.objects.get(pk=branch[0].pk).is_featured


def test_validating_many_rows_writes_nothing(staff, branch):
    rows = [{"name": "Cocina"}, {"name": "Hogar"}]

    answer = staff.post(
        f"{LIST}/bulk", {"action": "create", "rows": rows, "validate_only": True}, format="json"
    )

    assert [row["ok"] for row in answer.json()["results"]] == [True, False]
    assert [row["id"] for row in answer.json()["results"]] == [None, None]
    assert Category.objects.count() == 4


@pytest.mark.parametrize(
    "body",
    [
        {"action": "explode", "rows": [{"name": "X"}]},
        {"action": "create", "rows": []},
        {"action": "create", "rows": [{"name": "X"}] * 101},
        {"action": "create", "rows": [{"name": 7}]},
        {"action": "create", "rows": "X"},
    ],
)
def test_a_bulk_of_the_wrong_form_is_refused_as_a_whole(body, staff):
    assert staff.post(f"{LIST}/bulk", body, format="json").status_code == 400
    assert Category.objects.count() == 0
