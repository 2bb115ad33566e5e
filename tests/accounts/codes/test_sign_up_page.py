"""``/cuenta/crear/`` and the ways back to pages that have a form."""

import pytest

from accounts.models import Consent, User
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PAGE = "/cuenta/crear/"


def form(**values):
    return {
        "email": "nueva@example.com",
        "first_name": "Nubia",
        "last_name": "Peña",
        "phone": "300 111 2233",
        "password": "correcto-caballo-7",
        "accept_terms": "on",
        **values,
    }


def test_an_account_is_made_with_its_consents(client):
    answer = client.post(PAGE, form())

    assert answer.headers["Location"] == "/cuenta/entrar/"
    person = User.objects.get()
    assert (person.email, person.phone, person.role) == (
        "nueva@example.com", "+573001112233", "buyer",
    )  # fmt: skip
    kinds = {"terms": True, "personal_data": True}
    given = Consent.objects.filter(user=person, is_given=True)
    assert {row.kind: row.is_given for row in given} == kinds


def test_a_known_address_gets_the_same_answer_and_no_second_account(client):
    known = make_user(email="nueva@example.com")

    assert client.post(PAGE, form()).headers["Location"] == "/cuenta/entrar/"
    assert User.objects.get() == known
    assert User.objects.get().first_name == "Ana"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"accept_terms": ""}, 422),
        ({"email": "no"}, 422),
        ({"email": "ñandú@example.com"}, 422),
        ({"first_name": "http://evil.co"}, 422),
        ({"first_name": "\u200b"}, 422),
        ({"phone": "123"}, 400),
        ({"password": "plaza12345"}, 400),
    ],
)
def test_a_bad_form_makes_nothing(client, changes, status):
    assert client.post(PAGE, form(**changes)).status_code == status
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/cuenta/seguridad/contrasena/", "/cuenta/seguridad/"),
        ("/cuenta/privacidad/borrar/", "/cuenta/privacidad/"),
        ("/cuenta/salir/", "/cuenta/entrar/"),
    ],
)
def test_an_address_that_only_takes_forms_leads_to_its_page(client, address, page):
    client.force_login(make_user())

    assert client.get(address).headers["Location"] == page


def test_a_refused_password_is_told_at_the_head_of_the_page(client):
    client.force_login(make_user())

    answer = client.post(
        "/cuenta/seguridad/contrasena/", {"current": PASSWORD, "new": PASSWORD}
    ).content.decode()

    told = "La contraseña nueva es la misma que ya tiene."
    assert answer.index(told) < answer.index("<section")


def test_a_dead_link_says_so_before_anything_is_typed(client):
    answer = client.get("/cuenta/restablecer/plz_nada/")

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "El enlace no sirve" in page
    assert 'type="password"' not in page
