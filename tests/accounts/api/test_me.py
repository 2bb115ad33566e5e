import pytest

from accounts.access import read_access
from accounts.models import Address, LoginSession
from marketplace.shared.ids import new_id
from tests.factories.accounts import PASSWORD, make_address, make_user, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = {
    "full_name": "Luz Marín",
    "phone": "300 111 2233",
    "address": "Cra 7 # 1-23, Apto 402 °",
    "city": "Chía",
    "department": "Cundinamarca",
}


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


# The same in every worker, which must find the same tests.
NOBODYS = "0198a1b2-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "auth/me"),
        ("put", "auth/me"),
        ("patch", "auth/me"),
        ("post", "auth/logout"),
        ("post", "auth/logout-all"),
        ("post", "auth/change-password"),
        ("get", "auth/sessions"),
        ("delete", f"auth/sessions/{NOBODYS}"),
        ("get", "me/addresses"),
        ("post", "me/addresses"),
        ("get", f"me/addresses/{NOBODYS}"),
        ("patch", f"me/addresses/{NOBODYS}"),
        ("delete", f"me/addresses/{NOBODYS}"),
        ("post", f"me/addresses/{NOBODYS}/default"),
    ],
)
def test_everything_of_ones_own_needs_a_token(api, method, path):
    response = getattr(api, method)(f"/api/v1/{path}", {}, format="json")

    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="plaza"'


def test_me_costs_three_queries_token_second_factor_and_memberships(
    client, user, django_assert_num_queries
):
    with django_assert_num_queries(3):
        response = client.get("/api/v1/auth/me")

    assert response.json()["email"] == user.email
    assert response.json()["memberships"] == []
    assert "password" not in response.content.decode()


def test_put_replaces_and_patch_changes_the_profile(client, user):
    whole = {"first_name": "Eva", "last_name": "Paz", "phone": "3104445566"}

    put = client.put("/api/v1/auth/me", whole, format="json")
    patch = client.patch("/api/v1/auth/me/", {"last_name": "Luna"}, format="json")
    partial_put = client.put("/api/v1/auth/me", {"first_name": "X"}, format="json")
    empty = client.patch("/api/v1/auth/me", {}, format="json")

    assert (put.status_code, put.json()["pending_phone"]) == (200, "+573104445566")
    assert patch.json()["full_name"] == "Eva Luna"
    assert partial_put.status_code == 400
    assert (empty.status_code, empty.json()["full_name"]) == (200, "Eva Luna")


@pytest.mark.parametrize("field", ["email", "role", "is_staff", "password", "email_verified"])
def test_nobody_gives_themselves_rights(client, user, field):
    response = client.patch("/api/v1/auth/me", {field: "staff"}, format="json")

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == f"/{field}"


def test_after_logout_the_access_token_is_worth_nothing(client):
    assert client.post("/api/v1/auth/logout").status_code == 204
    assert client.get("/api/v1/auth/me").json()["code"] == "invalid_token"


def test_logout_all_ends_every_device(client, user):
    sign_in(user)

    assert client.post("/api/v1/auth/logout-all").status_code == 204

    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 0
    assert client.get("/api/v1/auth/me").status_code == 401


def test_change_password_keeps_this_device_and_ends_the_others(client, client_of, user):
    elsewhere = client_of(user)
    body = {"current_password": PASSWORD, "new_password": "otra-frase-larga-9"}

    assert client.post("/api/v1/auth/change-password", body, format="json").status_code == 204

    assert client.get("/api/v1/auth/me").status_code == 200
    assert elsewhere.get("/api/v1/auth/me").status_code == 401
    again = client.post("/api/v1/auth/change-password", body, format="json")
    assert (again.status_code, again.json()["code"]) == (400, "wrong_password")


def test_devices_are_listed_newest_first_in_three_queries(client, user, django_assert_num_queries):
    newest = read_access(sign_in(user).access).session_id
    sign_in(make_user())

    with django_assert_num_queries(3):
        body = client.get("/api/v1/auth/sessions").json()

    assert body["count"] == 2
    assert body["results"][0]["id"] == str(newest)
    assert [row["is_current"] for row in body["results"]] == [False, True]
    assert client.get("/api/v1/auth/sessions?order=x").status_code == 400


def test_a_device_is_signed_out_by_its_owner_only(client, client_of, user):
    elsewhere = read_access(sign_in(user).access).session_id
    stranger = client_of(make_user())

    assert stranger.delete(f"/api/v1/auth/sessions/{elsewhere}").status_code == 404
    assert client.delete(f"/api/v1/auth/sessions/{elsewhere}").status_code == 204
    assert client.delete(f"/api/v1/auth/sessions/{new_id()}").status_code == 404
    assert client.get("/api/v1/auth/sessions").json()["count"] == 1


def test_the_address_book_from_first_to_last(client):
    made = client.post("/api/v1/me/addresses", ADDRESS, format="json")
    assert made.status_code == 201
    assert made["Location"] == f"/api/v1/me/addresses/{made.json()['id']}"
    assert made.json() | {"id": "", "created_at": ""} == ADDRESS | {
        "id": "",
        "created_at": "",
        "phone": "+573001112233",
        "city_code": "25175",
        "department_code": "25",
        "postal_code": "",
        "notes": "",
        "is_default": True,
    }
    path = made["Location"]
    second = client.post("/api/v1/me/addresses", ADDRESS, format="json")["Location"]

    assert client.patch(path, {"city": "Cajicá"}, format="json").json()["city"] == "Cajicá"
    assert client.get(path).json()["city"] == "Cajicá"
    assert client.post(f"{second}/default").json()["is_default"] is True
    listed = client.get("/api/v1/me/addresses").json()
    assert [row["is_default"] for row in listed["results"]] == [True, False]
    assert client.delete(second).status_code == 204
    assert client.get(second).status_code == 404
    assert client.get(path).json()["is_default"] is True


@pytest.mark.parametrize("count", [1, 3])
def test_the_book_costs_three_queries(client, user, count, django_assert_num_queries):
    for _ in range(count):
        make_address(user_id=user.pk)

    with django_assert_num_queries(3):
        assert client.get("/api/v1/me/addresses").json()["count"] == count


def test_strangers_addresses_answer_404_and_stay(client):
    path = f"/api/v1/me/addresses/{make_address(user_id=make_user().pk).pk}"

    answers = [
        client.get(path),
        client.patch(path, {"city": "Cali"}, format="json"),
        client.delete(path),
        client.post(f"{path}/default"),
        client.get(f"/api/v1/me/addresses/{new_id()}"),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (404, "address_not_found")
    ] * 5
    assert Address.objects.get().city == "Bogotá D.C."


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("postal_code", "12345", "invalid"),
        ("postal_code", 110111, "invalid"),
        ("phone", "1", "phone"),
        ("city", "", "blank"),
        ("notes", "x" * 301, "max_length"),
        ("is_default", "true", "invalid"),
        ("user_id", "x", "unknown"),
        ("address", "x" * 100_000, "max_length"),
    ],
)
def test_an_address_points_at_what_is_wrong(client, field, value, code):
    response = client.post("/api/v1/me/addresses", ADDRESS | {field: value}, format="json")

    assert response.status_code == 400
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [
        (f"/{field}", code)
    ]
    assert Address.objects.count() == 0


def test_only_bearer_tokens_are_looked_at(api, user):
    token = sign_in(user).access
    answers = []
    for header in (f"bearer {token}", f"Basic {token}", token, "Bearer", f"Bearer {token} x"):
        api.credentials(HTTP_AUTHORIZATION=header)
        response = api.get("/api/v1/auth/me")
        answers.append(200 if response.status_code == 200 else response.json()["code"])

    assert answers == [
        200,
        "not_authenticated",
        "not_authenticated",
        "invalid_token",
        "invalid_token",
    ]


def test_the_role_comes_from_the_row_not_from_the_token(client, user):
    from vendors.models import Vendor

    type(user).objects.filter(pk=user.pk).update(role="staff", is_staff=True, is_superuser=True)

    assert client.get("/api/v1/auth/me").json()["role"] == "staff"
    assert client.get("/api/v1/admin/vendors").status_code == 200
    type(user).objects.filter(pk=user.pk).update(is_superuser=False, is_staff=False)
    assert client.get("/api/v1/admin/vendors").status_code == 403
    assert Vendor.objects.count() == 0
