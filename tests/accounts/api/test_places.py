"""Addresses with their place: names and codes, refusals, and free text that stays as it is."""

import pytest

from accounts.models import Address
from tests.factories.accounts import make_address, make_user

pytestmark = pytest.mark.django_db

URL = "/api/v1/me/addresses"
WHO = {"full_name": "Luz Marín", "phone": "300 111 2233", "address": "Cra 7 # 1-23, Apto 402"}


@pytest.fixture
def client(client_of):
    return client_of(make_user())


@pytest.mark.parametrize(
    "written",
    [
        {"city": "medellin", "department": "ANTIOQUIA"},
        {"city_code": "05001"},
        {"city": "Medellín", "department_code": "05"},
        {"city_code": "05001", "city": "Medellín", "department": "Antioquia"},
    ],
)
def test_the_place_is_answered_with_official_names_and_codes(client, written):
    answer = client.post(URL, WHO | written, format="json")

    assert answer.status_code == 201
    place = ("city", "department", "city_code", "department_code")
    assert [answer.json()[name] for name in place] == ["Medellín", "Antioquia", "05001", "05"]


@pytest.mark.parametrize(
    ("written", "pointer", "code"),
    [
        ({"city": "Medellín", "department": "Bogotá D.C."}, "/city", "unknown_city"),
        ({"city": "Bogotá", "department": "Cundinamarca"}, "/city", "unknown_city"),
        ({"city": "Miami", "department": "Florida"}, "/department", "unknown_department"),
        ({"city_code": "05999"}, "/city_code", "unknown_city"),
        ({"city_code": "5001"}, "/city_code", "invalid"),
        ({"city_code": "٠٥٠٠١"}, "/city_code", "invalid"),
        ({"city_code": 5001}, "/city_code", "invalid"),
        ({"city": "Bello", "department_code": "12"}, "/department_code", "unknown_department"),
        ({"city": "Bello"}, "/department", "required"),
        ({"department": "Antioquia"}, "/city", "required"),
    ],
)
def test_a_wrong_place_points_to_its_field_and_nothing_is_written(client, written, pointer, code):
    answer = client.post(URL, WHO | written, format="json")

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_input"
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        (pointer, code)
    ]
    assert Address.objects.count() == 0


def test_the_refusal_says_in_spanish_where_the_city_is(client):
    answer = client.post(URL, WHO | {"city": "Cali", "department": "Huila"}, format="json")

    assert (
        answer.json()["detail"] == "Huila no tiene una ciudad «Cali». ¿Busca la de Valle del Cauca?"
    )


@pytest.mark.parametrize(
    ("change", "city"),
    [
        ({"city": "bello"}, "Bello"),
        ({"city_code": "76001"}, "Santiago de Cali"),
        ({"department": "Caldas", "city": "Riosucio"}, "Riosucio"),
        ({"department": "Quindío"}, "Armenia"),
        ({"notes": "Portería"}, "Armenia"),
    ],
)
def test_a_change_keeps_what_it_does_not_name(client, change, city):
    made = client.post(URL, WHO | {"city": "Armenia", "department": "Antioquia"}, format="json")

    changed = client.patch(made["Location"], change, format="json")

    assert (changed.status_code, changed.json()["city"]) == (200, city)


def test_another_department_needs_a_city_of_its_own(client):
    made = client.post(URL, WHO | {"city": "Medellín", "department": "Antioquia"}, format="json")

    refused = client.patch(made["Location"], {"department": "Meta"}, format="json")

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/city")
    assert Address.objects.get().city_code == "05001"


@pytest.mark.parametrize(
    "written",
    [
        "Cra 7 # 1-23, Apto 402",
        "Cl. 10A Sur N° 48-50 Int. 201 – Edificio «Los Álamos»",
        "Km 5 vía Las Palmas, Finca El Edén; 2ª entrada",
        "Diagonal 61C bis # 20-11 (esquina)",
    ],
)
def test_free_text_of_the_nomenclature_stays_as_it_is(client, written):
    body = WHO | {"city": "Bello", "department": "Antioquia", "address": written}

    assert client.post(URL, body, format="json").json()["address"] == written


def test_marks_that_turn_the_direction_of_reading_are_dropped(client):
    body = {
        "full_name": "Luz \u202eMarín",
        "phone": "\u202a300 111 2233\u202c",
        "address": "Cra\u2066 7",
        "city": "Bel\u200flo",
        "department": "Antioquia",
        "notes": "Portería\u202d\nSegundo piso",
    }

    answer = client.post(URL, body, format="json").json()

    assert [answer[name] for name in ("full_name", "phone", "address", "city", "notes")] == [
        "Luz Marín",
        "+573001112233",
        "Cra 7",
        "Bello",
        "Portería\nSegundo piso",
    ]


def test_an_old_address_without_codes_is_changed_and_shown(client_of):
    user = make_user()
    address = make_address(user_id=user.pk)
    Address.objects.update(city="Macondo", department="Magdalena", city_code="", department_code="")
    path = f"{URL}/{address.pk}"

    answer = client_of(user).patch(path, {"notes": "Portería"}, format="json")
    mended = client_of(user).patch(path, {"city": "Aracataca"}, format="json")

    assert (answer.status_code, answer.json()["city_code"]) == (200, "")
    assert (mended.json()["city"], mended.json()["city_code"]) == ("Aracataca", "47053")
