"""A person's identity document and language: seen by the person, audited without the number."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from marketplace.shared.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db

ME = "/api/v1/auth/me"
OWN = ("document_type", "document_number", "document_check_digit", "language")
REGISTER = {
    "email": "luz@example.com",
    "password": PASSWORD,
    "first_name": "Luz",
    "last_name": "Marín",
    "phone": "300 111 2233",
    "accept_terms": True,
}


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def client(client_of, user):
    return client_of(user)


def own(answer):
    assert answer.status_code == 200, answer.content
    return tuple(answer.json()[name] for name in OWN)


def document(type_, number):
    return {"document_type": type_, "document_number": number}


def test_a_new_person_has_no_document_and_reads_spanish(client):
    assert own(client.get(ME)) == ("", "", "", "es")


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        (document("CC", "1.020.304.050"), ("CC", "1020304050", "")),
        (document("NIT", " 890.903.938 - 8 "), ("NIT", "890903938", "8")),
        (document("CE", "a123 456"), ("CE", "A123456", "")),
        (document("PPT", "1234567"), ("PPT", "1234567", "")),
    ],
)
def test_the_document_is_kept_in_one_form_and_shown_to_the_person(client, body, stored):
    assert own(client.patch(ME, body, format="json"))[:3] == stored
    assert own(client.get(ME))[:3] == stored


def test_put_may_leave_document_and_language_out_which_stay(client):
    client.patch(ME, document("CC", "1020304050") | {"language": "en"}, format="json")
    whole = {"first_name": "Eva", "last_name": "Paz", "phone": "3104445566"}

    assert own(client.put(ME, whole, format="json")) == ("CC", "1020304050", "", "en")
    assert own(client.put(ME, whole | document("TI", "10203040506"), format="json"))[0] == "TI"


def test_two_empty_texts_take_the_document_away(client, user):
    client.patch(ME, document("CC", "1020304050"), format="json")

    assert own(client.patch(ME, document("", ""), format="json"))[:3] == ("", "", "")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (document("CC", "012345678"), "/document_number", "invalid_document"),
        (document("NIT", "890903938"), "/document_number", "invalid_nit"),
        (document("NIT", "890903938-7"), "/document_number", "invalid_nit"),
        (document("CC", "١٢٣٤٥٦٧"), "/document_number", "invalid_document"),
        (document("CC", ""), "/document_number", "required"),
        (document("", "1020304050"), "/document_type", "required"),
        ({"document_type": "CC"}, "/document_number", "required"),
        ({"document_number": "1020304050"}, "/document_type", "required"),
        (document("XX", "1"), "/document_type", "invalid_choice"),
        (document("CC", 1020304050), "/document_number", "invalid"),
        ({"document_check_digit": "8"}, "/document_check_digit", "unknown"),
        ({"language": "fr"}, "/language", "invalid_choice"),
    ],
)
def test_a_wrong_document_or_language_changes_nothing(client, user, body, pointer, code):
    answer = client.patch(ME, body | {"first_name": "Otra"}, format="json")

    assert answer.status_code == 400
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        (pointer, code)
    ]
    user.refresh_from_db()
    assert (user.first_name, user.document_type, user.language) == ("Ana", "", "es")


def test_a_change_after_orders_is_audited_without_the_number(client, user):
    client.patch(ME, document("CC", "1020304050"), format="json")
    make_order(buyer=user)

    client.patch(ME, document("CE", "7654321"), format="json")
    client.patch(ME, document("CE", "7654321"), format="json")

    entries = AuditEntry.objects.filter(action="accounts.document_changed").order_by("pk")
    assert [(entry.changes, entry.actor_id) for entry in entries] == [
        ({"document_type": ["", "CC"]}, user.pk),
        ({"document_type": ["CC", "CE"]}, user.pk),
    ]
    everything = str(list(AuditEntry.objects.values()))
    assert "1020304050" not in everything
    assert "7654321" not in everything


def test_registering_may_carry_a_document(api):
    body = REGISTER | document("NIT", "890.903.938-8")

    answer = api.post("/api/v1/auth/register", body, format="json")

    assert answer.status_code == 201
    assert "890903938" not in answer.content.decode()
    user = User.objects.get()
    assert (user.document_number, user.document_check_digit) == ("890903938", "8")


def test_registering_with_a_wrong_document_opens_no_account(api):
    body = REGISTER | document("NIT", "890903938")

    answer = api.post("/api/v1/auth/register", body, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_nit")
    assert answer.json()["detail"].startswith("¿Cuál es el dígito de verificación")
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"document_type": "CC"},
        {"document_number": "1"},
        {"document_type": "NIT", "document_number": "890903938"},
        {"document_type": "CC", "document_number": "1", "document_check_digit": "1"},
        {"document_type": "XX", "document_number": "1"},
        {"language": "fr"},
    ],
)
def test_the_database_keeps_half_a_document_out(user, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**values)
