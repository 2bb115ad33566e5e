"""Fields that are not the client's to set are refused, and nothing is written."""

import pytest

from accounts.models import Address, User
from tests.factories.accounts import PASSWORD, make_address, make_user
from tests.factories.orders import ADDRESS

pytestmark = pytest.mark.django_db

NEW = {
    "email": "luz@example.com",
    "password": PASSWORD,
    "first_name": "Luz",
    "last_name": "Marín",
    "phone": "3001112233",
    "accept_terms": True,
}
WHOLE = {"first_name": "Luz", "last_name": "Marín", "phone": "3001112233"}
OF_A_PERSON = {
    "id": "0199d0c4-7a10-7c53-9d5e-2f6b8a1c4e01",
    "role": "staff",
    "roles": ["staff"],
    "is_staff": True,
    "is_superuser": True,
    "is_active": True,
    "verified": True,
    "email_verified": True,
    "email_verified_at": "2026-01-01T00:00:00Z",
    "phone_verified": True,
    "phone_verified_at": "2026-01-01T00:00:00Z",
    "groups": [1],
    "user_permissions": [1],
    "permissions": ["*"],
    "memberships": [],
    "created_at": "2020-01-01T00:00:00Z",
    "last_login": None,
    "password_hash": "x",
    "__class__": "User",
    "$where": "1",
    "constructor": {"prototype": 1},
}
NOT_FOR_ME = OF_A_PERSON | {"email": "otra@example.com", "password": "otra-clave-segura-9"}
OF_AN_ADDRESS = {
    "id": OF_A_PERSON["id"],
    "user": OF_A_PERSON["id"],
    "user_id": OF_A_PERSON["id"],
    "owner": OF_A_PERSON["id"],
    "created_at": "2020-01-01T00:00:00Z",
}


def refused(response, field):
    """Tell whether exactly this field was called unknown."""
    body = response.json()
    found = [(error["pointer"], error["code"]) for error in body.get("errors", [])]
    return response.status_code == 400 and found == [(f"/{field}", "unknown")]


def as_it_is(model):
    return list(model.objects.order_by("pk").values())


def test_nobody_sets_more_than_the_form_when_opening_an_account(api):
    let_in = [
        field
        for field, value in OF_A_PERSON.items()
        if not refused(
            api.post("/api/v1/auth/register", NEW | {field: value}, format="json"), field
        )
    ]

    assert let_in == []
    assert User.objects.count() == 0


@pytest.mark.parametrize(("method", "body"), [("put", WHOLE), ("patch", {}), ("patch", WHOLE)])
def test_nobody_sets_more_than_the_form_about_themselves(client_of, method, body):
    user = make_user()
    client = client_of(user)
    before = as_it_is(User)

    let_in = [
        field
        for field, value in NOT_FOR_ME.items()
        if not refused(
            getattr(client, method)("/api/v1/auth/me", body | {field: value}, format="json"), field
        )
    ]

    assert let_in == []
    assert as_it_is(User) == before


def test_nobody_gives_an_address_to_somebody_else(client_of):
    user = make_user()
    address = make_address(user_id=user.pk)
    client = client_of(user)
    before = as_it_is(Address)
    path = f"/api/v1/me/addresses/{address.pk}"

    let_in = [
        field
        for field, value in OF_AN_ADDRESS.items()
        for answer in (
            client.post("/api/v1/me/addresses", ADDRESS | {field: value}, format="json"),
            client.patch(path, {field: value}, format="json"),
        )
        if not refused(answer, field)
    ]

    assert let_in == []
    assert as_it_is(Address) == before


@pytest.mark.parametrize("path", ["login", "admin-login", "refresh", "google"])
def test_logins_take_nothing_but_their_form(api, settings, path):
    settings.GOOGLE_CLIENT_ID = "for-tests"
    form = {"email": "luz@example.com", "password": PASSWORD}
    form = {"refresh": {"refresh": "x"}, "google": {"id_token": "x"}}.get(path, form)

    response = api.post(f"/api/v1/auth/{path}", form | {"is_staff": True}, format="json")

    assert refused(response, "is_staff")
