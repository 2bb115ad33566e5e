"""``/vendor/members`` and the way into a team, over HTTP."""

import pytest

from marketplace.shared.ids import new_id
from tests.factories.accounts import make_user
from tests.factories.vendors import make_member, make_vendor, owner_of
from vendors.models import Invitation, Member
from vendors.services.invitations import issue_token

pytestmark = pytest.mark.django_db

URL = "/api/v1/vendor/members"
WEAKER = ["catalogue", "orders", "finance", "read_only"]


def invite(client, email="luis@example.com", role="orders", **more):
    return client.post(URL, {"email": email, "role": role, **more}, format="json")


def accept_url(token):
    return f"/api/v1/vendor/invitations/{token}/accept"


def test_owners_see_members_and_then_invitations(client_of):
    vendor = make_vendor()
    owner, member = owner_of(vendor), make_member(vendor, "finance")
    client = client_of(owner)
    invite(client)

    body = client.get(URL).json()

    assert body["count"] == 3
    shown = [(row["status"], row["email"], row["role"]) for row in body["results"]]
    assert shown == [
        ("active", owner.email, "owner"),
        ("active", member.email, "finance"),
        ("invited", "luis@example.com", "orders"),
    ]
    assert sorted(body["results"][0]) == [
        *("created_at", "email", "expires_at", "full_name", "id", "role", "status"),
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_one_and_for_more(client_of, count, django_assert_num_queries):
    vendor = make_vendor()
    client = client_of(owner_of(vendor))
    for number in range(count):
        make_member(vendor, "orders")
        invite(client, email=f"persona-{number}@example.org")

    with django_assert_num_queries(4):  # token, membership, members, invitations
        assert client.get(URL).json()["count"] == 1 + 2 * count


def test_the_answer_is_the_same_with_and_without_an_account(client_of):
    client = client_of(owner_of(make_vendor()))
    make_user(email="con@example.com")
    owner_of(make_vendor(owner_id=make_user(email="otra@example.com").pk))

    answers = [invite(client, email=f"{name}@example.com") for name in ("con", "sin", "otra")]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    volatile = {"id", "email", "created_at", "expires_at"}
    bodies = [
        {name: value for name, value in answer.json().items() if name not in volatile}
        for answer in answers
    ]
    assert bodies == [{"status": "invited", "full_name": "", "role": "orders"}] * 3
    assert answers[0]["Location"] == f"{URL}/{answers[0].json()['id']}"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"role": "orders"}, "/email"),
        ({"email": "nada", "role": "orders"}, "/email"),
        ({"email": "a@example.com"}, "/role"),
        ({"email": "a@example.com", "role": "jefe"}, "/role"),
        ({"email": "a@example.com", "role": "orders", "user_id": "x"}, "/user_id"),
        ({"email": "a@example.com\r\nBcc: b@example.com", "role": "orders"}, "/email"),
    ],
)
def test_a_wrong_form_is_refused_field_by_field(client_of, body, pointer):
    response = client_of(owner_of(make_vendor())).post(URL, body, format="json")

    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert Invitation.objects.count() == 0


def test_a_function_is_changed_at_once_and_whoever_gets_it_signs_in_anew(client_of):
    vendor = make_vendor()
    member = make_member(vendor, "read_only")
    theirs, owners = client_of(member), client_of(owner_of(vendor))
    place = f"{URL}/{Member.objects.get(user=member).pk}"
    assert theirs.get("/api/v1/vendor/balance").status_code == 200

    response = owners.patch(place, {"role": "orders"}, format="json")

    assert (response.status_code, response.json()["role"]) == (200, "orders")
    assert theirs.get("/api/v1/vendor/balance").status_code == 401
    theirs = client_of(member)
    assert theirs.get("/api/v1/vendor/balance").status_code == 403
    assert theirs.get("/api/v1/vendor/orders").status_code == 200
    assert owners.delete(place).status_code == 204
    assert theirs.get("/api/v1/vendor/orders").status_code == 401
    assert owners.delete(place).status_code == 404


def test_an_invitation_is_changed_and_withdrawn(client_of):
    client = client_of(owner_of(make_vendor()))
    place = invite(client)["Location"]

    assert client.patch(place, {"role": "finance"}, format="json").json()["role"] == "finance"
    assert client.delete(place).status_code == 204
    assert client.get(URL).json()["count"] == 1


def test_the_last_owner_stays(client_of):
    vendor = make_vendor()
    client = client_of(owner_of(vendor))
    place = f"{URL}/{Member.objects.get(vendor=vendor).pk}"

    answers = [client.delete(place), client.patch(place, {"role": "orders"}, format="json")]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (409, "last_owner"),
        (409, "last_owner"),
    ]


@pytest.mark.parametrize("who", [*WEAKER, "another owner", "buyer", "nobody"])
def test_weaker_members_and_strangers_do_nothing(who, client_of, api):
    vendor = make_vendor()
    victim = make_member(vendor, "orders")
    place = f"{URL}/{Member.objects.get(user=victim).pk}"
    client = {
        "another owner": lambda: client_of(owner_of(make_vendor())),
        "buyer": lambda: client_of(make_user()),
        "nobody": lambda: api,
    }.get(who, lambda: client_of(make_member(vendor, who)))()
    collection = {"nobody": 401, "another owner": 200}.get(who, 403)
    one = {"nobody": 401, "another owner": 404, "buyer": 404}.get(who, 403)

    assert client.get(URL).status_code == collection
    answers = [
        deed
        for target in (place, f"{URL}/{new_id()}")
        for deed in (client.patch(target, {"role": "owner"}, format="json"), client.delete(target))
    ]

    assert [answer.status_code for answer in answers] == [one] * 4
    bodies = [
        {name: value for name, value in answer.json().items() if name not in PASSING}
        for answer in answers
    ]
    assert bodies[:2] == bodies[2:]
    if who != "another owner":
        assert invite(client).status_code == collection
    assert Member.objects.get(user=victim).role == "orders"
    assert Invitation.objects.count() == 0


PASSING = {"request_id", "instance"}


def test_accepting_answers_with_the_new_place(client_of):
    vendor, person = make_vendor(name="Barro Vivo"), make_user(email="luis@example.com")
    invite(client_of(owner_of(vendor)))
    token = issue_token(invitation_id=Invitation.objects.get().pk)
    client = client_of(person)

    first, second = client.post(accept_url(token)), client.post(accept_url(token))

    assert first.json() == {
        "vendor": {
            "id": str(vendor.pk),
            "name": "Barro Vivo",
            "slug": vendor.slug,
            "status": "approved",
        },
        "role": "orders",
    }
    assert client.get("/api/v1/vendor/orders").status_code == 200
    assert (second.status_code, second.json()["code"]) == (404, "invitation_not_found")


def test_a_link_in_other_hands_looks_like_none(client_of, api):
    invite(client_of(owner_of(make_vendor())))
    token = issue_token(invitation_id=Invitation.objects.get().pk)
    stranger = client_of(make_user())

    answers = [stranger.post(accept_url(each)).json() for each in (token, "x" * 43, "\x00%00")]

    assert [answer["code"] for answer in answers] == ["invitation_not_found"] * 3
    assert len({answer["detail"] for answer in answers}) == 1
    assert api.post(accept_url(token)).status_code == 401
    unproven = client_of(make_user(email="luis@example.com", verified=False))
    refused = unproven.post(accept_url(token))
    assert (refused.status_code, refused.json()["code"]) == (403, "email_not_verified")
