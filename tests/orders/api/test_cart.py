from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from catalog.services.products import set_price
from catalog.services.stock import change_stock
from orders.models import Cart, CartItem
from orders.selectors.cart import CartHolder
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.orders import variant_ids
from tests.factories.vendors import make_vendor
from tests.orders.support import statements, stock
from vendors.services.approval import change_status
from vendors.services.tariffs import set_shipping_rate
from vendors.states import VendorAction

pytestmark = pytest.mark.django_db

CART = "/api/v1/cart"
ITEMS = "/api/v1/cart/items"
NOTHING = dict.fromkeys(["subtotal", "iva", "shipping", "discount", "total"], "0.00")


def add(client: Any, product: Any, quantity: int = 1, **headers: str) -> Any:
    body = {"product_id": str(product.pk), "quantity": quantity}
    return client.post(ITEMS, body, format="json", headers=headers)


def test_a_cart_is_grouped_by_vendor_with_todays_totals(client_of):
    shop = make_vendor(name="Luz y Sombra")
    lamp = make_product(price=99_900, vendor=shop)
    mug, plate = make_product(price=150_000), make_product(price=40_000, vendor=shop)
    client = client_of(make_user())
    for product in (lamp, mug, plate):
        add(client, product)
    add(client, mug)

    with statements() as sent:
        answer = client.get(CART).json()

    assert len(sent) == 4
    first, second = answer["groups"]
    assert first["vendor"] == {"id": str(shop.pk), "name": "Luz y Sombra", "slug": shop.slug}
    assert (first["goods"], first["shipping"]) == ("139900.00", "15000.00")
    assert first["free_shipping_from"] == "200000.00"
    assert first["missing_for_free_shipping"] == "60100.00"
    assert [line["name"] for line in first["items"]] == [lamp.name, plate.name]
    assert (second["goods"], second["shipping"]) == ("300000.00", "0.00")
    assert second["missing_for_free_shipping"] == "0.00"
    assert second["items"][0]["line_total"] == "300000.00"
    assert (answer["item_count"], answer["unit_count"], answer["can_order"]) == (3, 4, True)
    assert (answer["total"], answer["notices"]) == ("454900.00", [])
    assert Decimal(answer["subtotal"]) + Decimal(answer["iva"]) == 439_900
    assert stock(lamp) == [(10, 0)]


def test_a_cart_knows_the_tariff_of_a_department(client_of):
    vendor = make_vendor()
    set_shipping_rate(
        vendor_id=vendor.pk, department="Nariño", fee=Decimal(30_000), free_from=Decimal(900_000)
    )
    client = client_of(make_user())
    add(client, make_product(price=10_000, vendor=vendor))

    assert client.get(f"{CART}?department=narino").json()["shipping"] == "30000.00"
    assert client.get(CART).json()["shipping"] == "15000.00"
    assert client.get(f"{CART}?department=Florida").status_code == 400


@pytest.mark.parametrize("is_guest", [False, True])
def test_adding_takes_at_most_six_statements(is_guest, client_of, api):
    lamp = make_product()
    client, headers = (api, {}) if is_guest else (client_of(make_user()), {})
    if is_guest:
        headers = {"X-Cart-Token": add(api, lamp)["X-Cart-Token"]}

    with statements() as sent:
        response = add(client, lamp, 2, **headers)

    assert response.status_code == 201
    assert len(sent) <= 5, sent


def test_adding_again_adds_up(client_of):
    lamp, client = make_product(price=99_900), client_of(make_user())

    first, second = add(client, lamp, 2), add(client, lamp, 3)

    assert first.json()["id"] == second.json()["id"]
    assert second.json() == {
        "id": first.json()["id"],
        "variant_id": str(variant_ids(lamp)[0]),
        "product_id": str(lamp.pk),
        "name": lamp.name,
        "sku": second.json()["sku"],
        "quantity": 5,
        "unit_price": "99900.00",
        "line_total": "499500.00",
        "available": 10,
    }
    assert second["Location"] == f"{ITEMS}/{first.json()['id']}"


def test_a_guest_gets_a_token_of_which_only_the_digest_is_kept(api):
    lamp = make_product()

    response = add(api, lamp)

    token = response["X-Cart-Token"]
    assert response.json()["cart_token"] == token
    assert len(token) >= 40
    cart = Cart.objects.get()
    assert cart.token_digest == CartHolder(token=token).token_digest != token
    headers = {"X-Cart-Token": token}
    assert api.get(CART, headers=headers).json()["unit_count"] == 1
    again = add(api, lamp, 1, **headers)
    assert "X-Cart-Token" not in again
    assert again.json()["quantity"] == 2


def test_a_token_that_nobody_was_given_makes_no_cart_of_that_name(api):
    wished = "x" * 43

    response = add(api, make_product(), **{"X-Cart-Token": wished})

    assert response["X-Cart-Token"] != wished
    assert api.get(CART, headers={"X-Cart-Token": wished}).json()["item_count"] == 0


def test_nobody_without_a_cart_has_an_empty_one_and_no_row(api, client_of):
    for client in (api, client_of(make_user())):
        answer = client.get(CART).json()
        assert answer["groups"] == []
        assert answer["can_order"] is False
        assert {name: answer[name] for name in NOTHING} == NOTHING
    assert not Cart.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_not_sold_or_short_does_not_come_into_the_cart(client_of):
    client = client_of(make_user())
    short = make_product(stock=2)

    draft = add(client, make_product(status="draft"))
    unknown = client.post(ITEMS, {"product_id": str(uuid4()), "quantity": 1}, format="json")
    many = add(client, short, 3)

    assert [draft.status_code, unknown.status_code, many.status_code] == [409, 409, 409]
    assert [draft.json()["code"], unknown.json()["code"]] == ["not_sellable", "not_sellable"]
    assert many.json()["code"] == "out_of_stock"
    assert many.json()["details"]["available"] == 2
    assert not CartItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_cart_holds_999_units_of_a_variant(client_of):
    lamp, client = make_product(stock=5_000), client_of(make_user())
    add(client, lamp, 999)

    response = add(client, lamp, 1)

    assert (response.status_code, response.json()["code"]) == (409, "cart_limit_reached")
    assert CartItem.objects.get().quantity == 999


@pytest.mark.django_db(transaction=True)
def test_a_cart_holds_fifty_variants(client_of, monkeypatch):
    monkeypatch.setattr("orders.services.cart.MAX_ITEMS", 2)
    client = client_of(make_user())
    lamp = make_product()
    add(client, lamp)
    add(client, make_product())

    third, again = add(client, make_product()), add(client, lamp)

    assert (third.status_code, third.json()["code"]) == (409, "cart_limit_reached")
    assert again.json()["quantity"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"quantity": 1},
        {"product_id": "x", "quantity": 1},
        {"product_id": str(uuid4()), "variant_id": str(uuid4()), "quantity": 1},
        {"product_id": str(uuid4()), "quantity": 0},
        {"product_id": str(uuid4()), "quantity": 1000},
        {"product_id": str(uuid4()), "quantity": "2"},
        {"product_id": str(uuid4()), "quantity": 2, "price": "1.00"},
    ],
)
def test_a_wrong_item_is_refused(body, client_of):
    response = client_of(make_user()).post(ITEMS, body, format="json")

    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")


def test_a_repeated_request_with_a_key_adds_once(client_of, api):
    lamp = make_product()
    token = add(api, lamp)["X-Cart-Token"]
    signed_in = client_of(make_user())

    for client, headers in ((signed_in, {}), (api, {"X-Cart-Token": token})):
        keyed = headers | {"Idempotency-Key": "agregar-1"}
        first, again = add(client, lamp, 2, **keyed), add(client, lamp, 2, **keyed)
        assert again.json() == first.json()
        assert again["Idempotent-Replayed"] == "true"
    assert sorted(CartItem.objects.values_list("quantity", flat=True)) == [2, 3]


@pytest.mark.parametrize("verb", ["put", "patch"])
def test_an_item_changes_its_units_and_goes(verb, client_of):
    client = client_of(make_user())
    url = add(client, make_product(stock=10), 2)["Location"]

    changed = getattr(client, verb)(url, {"quantity": 7}, format="json")
    too_many = getattr(client, verb)(url, {"quantity": 11}, format="json")
    gone, again = client.delete(url), client.delete(url)

    assert (changed.status_code, changed.json()["quantity"]) == (200, 7)
    assert (too_many.status_code, too_many.json()["code"]) == (409, "out_of_stock")
    assert (gone.status_code, again.status_code) == (204, 404)


def test_somebody_elses_item_is_not_found(client_of, api):
    url = add(client_of(make_user()), make_product(), 2)["Location"]
    stranger = client_of(make_user())
    guest = {"X-Cart-Token": add(api, make_product())["X-Cart-Token"]}

    for client, headers in ((stranger, {}), (api, guest), (api, {})):
        assert client.delete(url, headers=headers).status_code == 404
        answer = client.patch(url, {"quantity": 1}, format="json", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "cart_item_not_found")
    assert CartItem.objects.count() == 2


def test_a_cart_is_emptied(client_of):
    client = client_of(make_user())
    add(client, make_product())

    assert client.delete(CART).status_code == 204
    assert client.delete(CART).status_code == 204
    assert client.get(CART).json()["item_count"] == 0


def test_notices_tell_what_changed_since(client_of):
    vendor = make_vendor()
    lamp = make_product(price=50_000, name="Lámpara")
    mug = make_product(stock=5, name="Taza")
    gone = make_product(vendor=vendor, name="Silla")
    client = client_of(make_user())
    ids = [add(client, product, 3).json()["id"] for product in (lamp, mug, gone)]
    set_price(product_id=lamp.pk, price=Decimal(60_000), actor_id=None)
    change_stock(
        variant_id=variant_ids(mug)[0], operation="set", quantity=1, reason="x", actor_id=None
    )
    change_status(vendor_id=vendor.pk, action=VendorAction.SUSPEND, actor_id=None, reason="x")

    answer = client.get(CART).json()

    assert answer["notices"] == [
        {
            "code": "price_changed",
            "detail": "El precio de «Lámpara» cambió de $ 50.000 a $ 60.000.",
            "item_id": ids[0],
        },
        {
            "code": "not_enough_stock",
            "detail": "Unidades disponibles de «Taza»: 1.",
            "item_id": ids[1],
        },
        {"code": "not_sold", "detail": "«Silla» ya no está a la venta.", "item_id": ids[2]},
    ]
    assert answer["can_order"] is False
    assert [group["goods"] for group in answer["groups"]] == ["180000.00", "150000.00", "0.00"]
    client.delete(f"{ITEMS}/{ids[1]}")
    client.delete(f"{ITEMS}/{ids[2]}")
    assert client.get(CART).json()["can_order"] is False
    assert client.post(f"{CART}/accept-changes", {}, format="json").status_code == 204
    accepted = client.get(CART).json()
    assert (accepted["notices"], accepted["can_order"]) == ([], True)


def test_a_guests_cart_is_added_to_the_users_once(client_of, api):
    lamp, mug, plate = make_product(price=50_000), make_product(), make_product()
    user = client_of(make_user())
    add(user, lamp, 2)
    add(user, plate, 1)
    token = add(api, lamp, 3)["X-Cart-Token"]
    add(api, mug, 4, **{"X-Cart-Token": token})

    merged = user.post(f"{CART}/merge", {}, format="json", headers={"X-Cart-Token": token})
    again = user.post(f"{CART}/merge", {"cart_token": token}, format="json")

    assert (merged.status_code, merged.json()) == (200, {"merged_items": 2})
    assert again.json() == {"merged_items": 0}
    lines = [line for group in user.get(CART).json()["groups"] for line in group["items"]]
    assert {line["name"]: line["quantity"] for line in lines} == {
        lamp.name: 5,
        mug.name: 4,
        plate.name: 1,
    }
    assert api.get(CART, headers={"X-Cart-Token": token}).json()["item_count"] == 0
    assert Cart.objects.count() == 1


def test_merging_keeps_to_999_units(client_of, api):
    lamp = make_product(stock=5_000)
    user = client_of(make_user())
    add(user, lamp, 600)
    token = add(api, lamp, 600)["X-Cart-Token"]

    user.post(f"{CART}/merge", {"cart_token": token}, format="json")

    assert CartItem.objects.get().quantity == 999


def test_guests_do_not_merge(api):
    token = add(api, make_product())["X-Cart-Token"]

    assert api.post(f"{CART}/merge", {"cart_token": token}, format="json").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_a_users_cart_is_not_merged_by_guessing(client_of):
    add(client_of(make_user()), make_product())

    answer = client_of(make_user()).post(f"{CART}/merge", {"cart_token": ""}, format="json")

    assert answer.status_code in (200, 400)
    assert CartItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_add_up_in_one_cart(client_of, race):
    lamp, user = make_product(stock=100), make_user()
    clients = [client_of(user) for _ in range(20)]

    answers = race([lambda client=client: add(client, lamp) for client in clients])

    assert {answer.status_code for answer in answers} == {201}
    assert CartItem.objects.get().quantity == 20
