"""Where an order goes: written out or from the address book; the order keeps its own copy."""

from uuid import uuid4

import pytest

from accounts.models import Address
from accounts.services.addresses import change_address, remove_address
from marketplace.shared.ids import new_id
from orders.models import Order
from tests.factories.accounts import make_address, make_user
from tests.factories.catalog import make_product
from tests.factories.orders import ADDRESS

pytestmark = pytest.mark.django_db

KEPT = {
    "full_name": "Ana Gómez",
    "phone": "+573001112233",
    "address": "Cra 7 # 1-23, Apto 402",
    "city": "Bogotá D.C.",
    "department": "Bogotá D.C.",
    "city_code": "11001",
    "department_code": "11",
    "postal_code": "",
    "notes": "",
}


@pytest.fixture
def buyer():
    return make_user()


def order(client, **values):
    body = {"items": [{"product_id": str(make_product().pk), "quantity": 1}]} | values
    headers = {"Idempotency-Key": str(uuid4())}
    return client.post("/api/v1/orders", body, format="json", headers=headers)


def test_an_order_goes_to_an_entry_of_the_own_book(client_of, buyer):
    address = make_address(user_id=buyer.pk)

    answer = order(client_of(buyer), address_id=str(address.pk))

    assert (answer.status_code, answer.json()["shipping_address"]) == (201, KEPT)


def test_the_order_keeps_its_copy_when_the_book_changes(client_of, buyer):
    address = make_address(user_id=buyer.pk)
    client = client_of(buyer)
    placed = order(client, address_id=str(address.pk)).json()

    change_address(
        user_id=buyer.pk,
        address_id=address.pk,
        fields={"city": "Medellín", "department": "Antioquia", "full_name": "Otra"},
    )
    remove_address(user_id=buyer.pk, address_id=address.pk)

    assert Order.objects.get().shipping_address == KEPT
    assert client.get(f"/api/v1/orders/{placed['id']}").json()["shipping_address"] == KEPT


def test_a_strangers_and_a_missing_entry_look_alike_and_nothing_is_kept(client_of, buyer):
    others = make_address(user_id=make_user().pk)

    answers = [order(client_of(buyer), address_id=str(key)) for key in (others.pk, new_id())]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (404, "address_not_found")
    ] * 2
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({}, "/shipping_address"),
        ({"address_id": "1"}, "/address_id"),
        ({"address_id": str(uuid4()), "shipping_address": ADDRESS}, "/"),
        (
            {"shipping_address": ADDRESS | {"city": "Cali"}},
            "/shipping_address/city",
        ),
        (
            {"shipping_address": ADDRESS | {"city_code": "05001"}},
            "/shipping_address/city_code",
        ),
        (
            {"shipping_address": ADDRESS | {"department": "Cundinamarca"}},
            "/shipping_address/city",
        ),
    ],
    ids=["none", "no-uuid", "both", "city", "code", "department"],
)
def test_a_wrong_address_is_told_by_its_field_and_nothing_is_kept(
    client_of, buyer, values, pointer
):
    answer = order(client_of(buyer), **values)

    assert answer.status_code == 400, answer.json()
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert Order.objects.count() == 0


def test_codes_alone_say_where_the_parcel_goes(client_of, buyer):
    address = {name: ADDRESS[name] for name in ("full_name", "phone", "address")}

    answer = order(client_of(buyer), shipping_address=address | {"city_code": "76001"})

    kept = answer.json()["shipping_address"]
    assert (kept["city"], kept["department"]) == ("Santiago de Cali", "Valle del Cauca")


def test_an_old_entry_that_nobody_can_place_is_refused(client_of, buyer):
    address = make_address(user_id=buyer.pk)
    Address.objects.update(city="Macondo", city_code="", department_code="")

    answer = order(client_of(buyer), address_id=str(address.pk))

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert Order.objects.count() == 0


def test_marks_that_turn_the_direction_of_reading_are_dropped(client_of, buyer):
    answer = order(
        client_of(buyer),
        shipping_address=ADDRESS | {"full_name": "Ana \u202eGómez", "city": "Bogotá\u200f"},
    )

    assert answer.json()["shipping_address"]["full_name"] == "Ana Gómez"
