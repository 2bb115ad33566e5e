"""What people agree to, and the proof of it."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Consent
from accounts.selectors.consents import has_consented
from marketplace.shared.ids import new_id
from marketplace.shared.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PATH = "/api/v1/me/consents"
FORM = {
    "email": "luz@example.com",
    "password": PASSWORD,
    "first_name": "Luz",
    "last_name": "Marín",
    "phone": "3001112233",
    "accept_terms": True,
}


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def say(client, kind, is_given):
    return client.post(PATH, {"kind": kind, "is_given": is_given}, format="json")


@pytest.mark.parametrize("accepted", [False, True])
def test_registering_keeps_each_consent_with_version_moment_and_address(api, settings, accepted):
    body = FORM | ({"accept_marketing": True} if accepted else {})

    made = api.post("/api/v1/auth/register", body, format="json", REMOTE_ADDR="203.0.113.9")

    assert made.status_code == 201
    rows = Consent.objects.filter(user_id=made.json()["id"]).values_list("kind", "version", "ip")
    wanted = {
        ("terms", settings.TERMS_VERSION, "203.0.113.9"),
        ("personal_data", settings.PERSONAL_DATA_VERSION, "203.0.113.9"),
    }
    if accepted:
        wanted.add(("marketing", settings.MARKETING_VERSION, "203.0.113.9"))
    assert set(rows) == wanted


def test_the_list_shows_the_proof_and_where_the_person_stands(
    client, user, django_assert_num_queries
):
    make_user()

    with django_assert_num_queries(4):  # token, count, rows, states
        body = client.get(PATH).json()

    assert body["count"] == 2
    assert {row["kind"] for row in body["results"]} == {"terms", "personal_data"}
    assert set(body["results"][0]) == {"id", "kind", "version", "is_given", "ip", "created_at"}
    standing = {
        state["kind"]: (state["is_given"], state["is_needed"], state["is_current"])
        for state in body["current"]
    }
    assert standing == {
        "terms": (True, True, True),
        "personal_data": (True, True, True),
        "marketing": (False, False, False),
    }


def test_advertising_is_agreed_to_and_withdrawn_row_by_row(client, user):
    given = say(client, "marketing", True)
    assert has_consented(user_id=user.pk, kind=Consent.Kind.MARKETING)
    withdrawn = say(client, "marketing", False)

    assert (given.status_code, withdrawn.status_code) == (201, 201)
    assert not has_consented(user_id=user.pk, kind=Consent.Kind.MARKETING)
    rows = Consent.objects.filter(user=user, kind="marketing").order_by("created_at", "pk")
    assert list(rows.values_list("is_given", flat=True)) == [True, False]
    deeds = AuditEntry.objects.filter(action__startswith="accounts.consent").order_by("pk")
    assert list(deeds.values_list("action", flat=True)) == [
        "accounts.consent_given",
        "accounts.consent_withdrawn",
    ]


def test_saying_the_same_again_adds_nothing(client, user):
    first = say(client, "marketing", True)
    again = say(client, "marketing", True)

    assert (again.status_code, again.json()) == (200, first.json())
    assert Consent.objects.filter(user=user).count() == 3


def test_a_new_version_is_agreed_to_anew(client, user, settings):
    settings.TERMS_VERSION = "2027-01"
    before = {state["kind"]: state for state in client.get(PATH).json()["current"]}["terms"]

    answer = say(client, "terms", True)

    assert (before["is_given"], before["is_current"]) == (True, False)
    assert before["current_version"] == "2027-01"
    assert (answer.status_code, answer.json()["version"]) == (201, "2027-01")


@pytest.mark.parametrize("kind", ["terms", "personal_data"])
def test_what_the_account_needs_is_withdrawn_only_by_erasing_it(client, user, kind):
    answer = say(client, kind, False)

    assert (answer.status_code, answer.json()["code"]) == (409, "consent_needed")
    assert answer.json()["details"] == {
        "kind": kind,
        "deletion_request": "/api/v1/me/deletion-request",
    }
    assert "borremos su cuenta" in answer.json()["detail"]
    assert Consent.objects.filter(user=user).count() == 2


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/kind", "/is_given"}),
        ({"kind": "all", "is_given": True}, {"/kind"}),
        ({"kind": "marketing", "is_given": "true"}, {"/is_given"}),
        ({"kind": ["marketing"], "is_given": True}, {"/kind"}),
        ({"kind": "marketing", "is_given": True, "user_id": str(new_id())}, {"/user_id"}),
    ],
)
def test_a_wrong_form_is_refused_and_nothing_written(client, user, body, pointers):
    answer = client.post(PATH, body, format="json")

    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == pointers
    assert Consent.objects.filter(user=user).count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_consent SET is_given = false",
        "UPDATE accounts_consent SET version = 'x', ip = NULL",
        "UPDATE accounts_consent SET ip = '192.0.2.1'",
        "DELETE FROM accounts_consent",
    ],
)
def test_the_proof_cannot_be_rewritten(user, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    assert Consent.objects.filter(user=user, is_given=True).count() == 2


def test_only_the_address_may_go(user):
    assert Consent.objects.filter(user=user).update(ip=None) == 2


@pytest.mark.parametrize(
    ("page", "setting"),
    [
        ("/cuenta/terminos/", "TERMS_VERSION"),
        ("/cuenta/datos-personales/", "PERSONAL_DATA_VERSION"),
        ("/cuenta/datos-personales/", "MARKETING_VERSION"),
    ],
)
def test_each_text_is_open_to_everybody_and_shows_its_version(api, settings, page, setting):
    setattr(settings, setting, "2031-07")

    answer = api.get(page)

    assert answer.status_code == 200
    assert "Versión 2031-07" in answer.content.decode()
