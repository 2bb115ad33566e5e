import pytest

from marketplace.shared.ids import new_id
from tests.factories.accounts import make_staff_user, make_user
from tests.factories.vendors import make_member, make_vendor, owner_of, vendor_form
from vendors.models import BankAccount, Vendor

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "bank": "Banco de Prueba",
    "kind": "savings",
    "number": "1234567890",
    "holder_name": "Tienda S.A.S.",
    "holder_document": "900123456",
}
ROLES = ["owner", "catalogue", "orders", "finance", "read_only"]


def put_account(client, **changes):
    return client.put("/api/v1/vendor/bank-account", ACCOUNT | changes, format="json")


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_shows_shops_that_sell_in_two_queries(
    api, count, django_assert_num_queries
):
    for _ in range(count):
        make_vendor()
    for status in ("pending", "rejected", "suspended", "closed"):
        make_vendor(status=status)

    with django_assert_num_queries(2):
        body = api.get("/api/v1/vendors").json()

    assert body["count"] == count
    assert sorted(body["results"][0]) == [
        "approved_at",
        "city",
        "department",
        "description",
        "id",
        "name",
        "slug",
    ]


def test_a_public_shop_says_who_sells_and_keeps_its_terms_to_itself(api, django_assert_num_queries):
    vendor = make_vendor(nit="890.903.938-8")

    with django_assert_num_queries(1):
        body = api.get(f"/api/v1/vendors/{vendor.slug}").json()

    assert (body["nit"], body["legal_name"]) == ("890903938-8", vendor.legal_name)
    assert not {"commission_rate", "status"} & set(body)


@pytest.mark.parametrize("status", ["pending", "rejected", "suspended", "closed"])
def test_a_shop_that_does_not_sell_is_not_found(api, status):
    vendor = make_vendor(status=status)

    answers = [api.get(f"/api/v1/vendors/{slug}") for slug in (vendor.slug, "no-existe")]

    assert [(found.status_code, found.json()["code"]) for found in answers] == [
        (404, "vendor_not_found")
    ] * 2


def test_opening_a_shop(client_of):
    owner = make_user()
    client = client_of(owner)

    response = client.post("/api/v1/vendors/register", vendor_form(), format="json")

    assert response.status_code == 201
    assert response.json()["status"] == "pending"
    assert client.get("/api/v1/vendor/profile").json()["id"] == response.json()["id"]
    again = client.post("/api/v1/vendors/register", vendor_form(), format="json")
    assert (again.status_code, again.json()["code"]) == (409, "already_a_vendor_member")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("nit", "890903938", "invalid_nit"),
        ("nit", "890903938-7", "invalid_nit"),
        ("nit", 890903938, "invalid"),
        ("phone", "12", "phone"),
        ("email", "x", "invalid"),
        ("name", "x" * 81, "max_length"),
        ("name", "x", "min_length"),
        ("charges_iva", "false", "invalid"),
        ("commission_rate", "0", "unknown"),
        ("status", "approved", "unknown"),
        ("owner_id", "00000000-0000-7000-8000-000000000000", "unknown"),
    ],
)
def test_opening_a_shop_points_at_what_is_wrong(client_of, field, value, code):
    response = client_of(make_user()).post(
        "/api/v1/vendors/register", vendor_form() | {field: value}, format="json"
    )

    assert response.status_code == 400
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [
        (f"/{field}", code)
    ]
    assert Vendor.objects.count() == 0


@pytest.mark.parametrize("path", ["vendors/register", "vendor/bank-account", "vendor/profile"])
def test_strangers_need_a_token(api, path):
    method = {"vendors/register": api.post, "vendor/bank-account": api.put}.get(path, api.patch)

    assert method(f"/api/v1/{path}", {}, format="json").status_code == 401


@pytest.mark.parametrize("role", ROLES)
def test_every_member_reads_the_profile_and_the_owner_writes_it(client_of, role):
    vendor = make_vendor()
    person = owner_of(vendor) if role == "owner" else make_member(vendor, role)
    client = client_of(person)

    read = client.get("/api/v1/vendor/profile")
    write = client.patch("/api/v1/vendor/profile", {"description": "Hola"}, format="json")
    account = put_account(client)

    assert (read.status_code, read.json()["id"]) == (200, str(vendor.pk))
    wanted = 200 if role == "owner" else 403
    assert (write.status_code, account.status_code) == (wanted, wanted)
    vendor.refresh_from_db()
    assert vendor.description == ("Hola" if role == "owner" else "")
    assert BankAccount.objects.count() == (1 if role == "owner" else 0)


def test_buyers_have_no_shop(client_of):
    response = client_of(make_user()).get("/api/v1/vendor/profile")

    assert (response.status_code, response.json()["code"]) == (403, "not_a_vendor_member")


def test_the_account_number_is_masked_in_the_answer(client_of):
    response = put_account(client_of(owner_of(make_vendor())))

    assert response.json()["number"] == "••••7890"
    assert ACCOUNT["number"] not in response.content.decode()
    assert ACCOUNT["holder_document"] not in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "gold"}, "invalid_input"),
        ({"kind": []}, "invalid_input"),
        ({"kind": {}}, "invalid_input"),
        ({"number": "12"}, "invalid_bank_account"),
        ({"number": 1234567890}, "invalid_input"),
        ({"bank": None}, "invalid_input"),
    ],
)
def test_a_wrong_account_is_refused(client_of, changes, code):
    response = put_account(client_of(owner_of(make_vendor())), **changes)

    assert (response.status_code, response.json()["code"]) == (400, code)
    assert BankAccount.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_staff_list_every_shop_at_a_fixed_cost(client_of, count, django_assert_num_queries):
    client = client_of(make_staff_user("soporte"))
    for _ in range(count):
        make_vendor(status="pending")

    with django_assert_num_queries(6):  # token, two kinds of permissions, count, rows, log
        body = client.get("/api/v1/admin/vendors").json()

    assert body["count"] == count
    assert body["results"][0]["status"] == "pending"


def test_staff_filter_by_status_and_words(client_of):
    client = client_of(make_staff_user("soporte"))
    make_vendor(name="Panadería Sol")
    waiting = make_vendor(status="pending", name="Ferretería 100%")

    def names(query):
        response = client.get(f"/api/v1/admin/vendors?{query}")
        return [row["name"] for row in response.json()["results"]]

    assert names("status=pending") == ["Ferretería 100%"]
    assert names("q=sol") == ["Panadería Sol"]
    assert names("q=%25") == ["Ferretería 100%"]
    assert names(f"q={waiting.nit}") == ["Ferretería 100%"]
    for wrong in ("status=open", "state=pending", f"q={'x' * 101}", "page=0", "q=%00"):
        assert client.get(f"/api/v1/admin/vendors?{wrong}").status_code == 400, wrong


def test_decisions_from_first_to_last(client_of):
    client = client_of(make_staff_user("soporte"))
    path = f"/api/v1/admin/vendors/{make_vendor(status='pending').pk}"

    def decide(action, reason=""):
        response = client.post(f"{path}/{action}", {"reason": reason}, format="json")
        body = response.json()
        return response.status_code, body.get("code", body["status"])

    assert decide("reject") == (400, "reason_missing")
    assert decide("reject", "RUT ilegible") == (200, "rejected")
    assert decide("approve") == (200, "approved")
    assert decide("approve") == (409, "vendor_transition_not_allowed")
    assert decide("suspend", "papeles") == (200, "suspended")
    assert decide("reactivate") == (200, "approved")


@pytest.mark.parametrize("action", ["approve", "reject", "suspend", "reactivate"])
@pytest.mark.parametrize("who", ["nobody", "buyer", "owner", "finanzas", "catalogo"])
def test_only_staff_with_the_right_decide(api, client_of, who, action):
    vendor = make_vendor(status="pending")
    client = {
        "nobody": lambda: api,
        "buyer": lambda: client_of(make_user()),
        "owner": lambda: client_of(owner_of(vendor)),
    }.get(who, lambda: client_of(make_staff_user(who)))()

    response = client.post(
        f"/api/v1/admin/vendors/{vendor.pk}/{action}", {"reason": "x"}, format="json"
    )

    assert response.status_code == (401 if who == "nobody" else 403)
    vendor.refresh_from_db()
    assert vendor.status == "pending"


def test_an_unknown_shop_is_not_found(client_of):
    client = client_of(make_staff_user("soporte"))

    response = client.post(f"/api/v1/admin/vendors/{new_id()}/approve", {}, format="json")

    assert (response.status_code, response.json()["code"]) == (404, "vendor_not_found")
