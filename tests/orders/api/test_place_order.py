from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from catalog.services.products import set_price
from marketplace.shared import faults
from orders.models import Order
from orders.selectors.cart import CartHolder
from orders.services.cart import add_item
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.orders import ADDRESS, KEPT_ADDRESS, variant_ids
from tests.factories.vendors import make_vendor
from tests.orders.support import assert_sound, counts, statements, stock
from vendors.services.approval import change_status
from vendors.states import VendorAction

pytestmark = pytest.mark.django_db

URL = "/api/v1/orders"
AMOUNTS = ("subtotal", "iva", "shipping", "discount", "total")


def post(client: Any, body: Any, *, key: str | None = "") -> Any:
    headers = {} if key is None else {"Idempotency-Key": key or str(uuid4())}
    return client.post(URL, body, format="json", headers=headers)


def body_of(*products: Any, quantity: int = 1, **values: Any) -> dict[str, Any]:
    items = [{"product_id": str(product.pk), "quantity": quantity} for product in products]
    return {"items": items, "shipping_address": ADDRESS} | values


def test_an_order_of_two_vendors_is_answered_with_every_figure(client_of):
    shop, other = make_vendor(name="Luz y Sombra"), make_vendor(name="Barro Vivo")
    lamp = make_product(price=99_900, stock=5, vendor=shop, name="Lámpara")
    mug = make_product(price=250_000, stock=5, vendor=other, name="Tazas")
    buyer = make_user()

    response = post(client_of(buyer), body_of(lamp, mug))

    assert response.status_code == 201
    answer = response.json()
    order = Order.objects.get()
    assert response["Location"] == f"/api/v1/orders/{order.pk}"
    assert answer["id"] == str(order.pk)
    assert answer["order_number"] == order.number
    assert answer["status"] == "pending"
    assert answer["email"] == buyer.email
    assert {name: answer[name] for name in AMOUNTS} == {
        "subtotal": "294034.00",
        "iva": "55866.00",
        "shipping": "15000.00",
        "discount": "0.00",
        "total": "364900.00",
    }
    first, second = answer["vendor_orders"]
    assert first["vendor"] == {"id": str(shop.pk), "name": "Luz y Sombra", "slug": shop.slug}
    assert (first["status"], first["shipping"], first["total"]) == (
        "pending",
        "15000.00",
        "114900.00",
    )
    assert (second["shipping"], second["total"]) == ("0.00", "250000.00")
    (line,) = first["lines"]
    assert line == {
        "id": line["id"],
        "product_id": str(lamp.pk),
        "variant_id": str(variant_ids(lamp)[0]),
        "name": "Lámpara",
        "sku": line["sku"],
        "quantity": 1,
        "unit_price": "99900.00",
        "gross": "99900.00",
        "discount": "0.00",
        "iva_class": "general",
        "iva_rate": "0.1900",
        "base": "83950.00",
        "iva": "15950.00",
    }
    assert answer["shipping_address"] == KEPT_ADDRESS
    assert answer["created_at"] < answer["reserved_until"]
    detail = client_of(buyer).get(response["Location"]).json()
    assert _without_rates(detail) == _without_rates(answer)
    assert_sound()


def _without_rates(answer: dict[str, Any]) -> dict[str, Any]:
    """The database writes a rate with four decimals, which is the same number."""
    for part in answer["vendor_orders"]:
        for line in part["lines"]:
            line["iva_rate"] = Decimal(line["iva_rate"])
    return answer


def test_a_product_and_its_variant_named_together_are_one_line(client_of):
    lamp = make_product(stock=5)
    items = [
        {"product_id": str(lamp.pk), "quantity": 2},
        {"variant_id": str(variant_ids(lamp)[0]), "quantity": 3},
    ]

    response = post(client_of(make_user()), {"items": items, "shipping_address": ADDRESS})

    assert response.status_code == 201
    (line,) = response.json()["vendor_orders"][0]["lines"]
    assert line["quantity"] == 5
    assert stock(lamp) == [(5, 5)]


def test_the_cart_becomes_an_order_and_is_empty_afterwards(client_of):
    buyer, lamp = make_user(), make_product(stock=5)
    add_item(holder=CartHolder(user_id=buyer.pk), product_id=lamp.pk, quantity=2)
    client = client_of(buyer)
    body = {"from_cart": True, "shipping_address": ADDRESS}

    response = post(client, body)
    again = post(client, body)

    assert response.status_code == 201
    assert response.json()["vendor_orders"][0]["lines"][0]["quantity"] == 2
    assert (again.status_code, again.json()["code"]) == (409, "cart_empty")
    assert client.get("/api/v1/cart").json()["item_count"] == 0


@pytest.mark.parametrize("lines", [3, 12])
@pytest.mark.parametrize("from_cart", [False, True])
def test_the_whole_request_takes_at_most_fifteen_statements(lines, from_cart, client_of):
    buyer, client = make_user(), None
    products = [make_product() for _ in range(lines)]
    for product in products if from_cart else []:
        add_item(holder=CartHolder(user_id=buyer.pk), product_id=product.pk, quantity=1)
    client = client_of(buyer)
    body = body_of(*products)
    if from_cart:
        body = {"from_cart": True, "shipping_address": ADDRESS}

    with statements() as sent:
        response = post(client, body)

    assert response.status_code == 201
    assert len(response.json()["vendor_orders"]) == lines
    assert len(sent) <= 14, sent


def refused(client: Any, body: Any, *, status: int, code: str, key: str | None = "") -> Any:
    before = counts()
    response = post(client, body, key=key)
    answer = response.json()
    assert (response.status_code, answer["code"]) == (status, code), answer
    assert response["Content-Type"] == "application/problem+json"
    assert counts() == before
    return answer


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_sold_is_a_conflict_and_nothing_is_kept(client_of):
    client = client_of(make_user())
    vendor = make_vendor()
    lamp, draft = make_product(stock=3), make_product(status="draft")
    late = make_product(vendor=vendor)
    change_status(vendor_id=vendor.pk, action=VendorAction.SUSPEND, actor_id=None, reason="x")

    refused(client, body_of(lamp, draft), status=409, code="not_sellable")
    refused(client, body_of(lamp, late), status=409, code="not_sellable")
    unknown = {"product_id": str(uuid4()), "quantity": 1}
    refused(client, body_of(lamp) | {"items": [unknown]}, status=409, code="not_sellable")
    answer = refused(client, body_of(lamp, quantity=4), status=409, code="out_of_stock")

    assert answer["details"]["available"] == 3
    assert stock(lamp, late) == [(3, 0), (10, 0)]
    assert_sound()


@pytest.mark.django_db(transaction=True)
def test_a_changed_price_is_a_conflict_with_the_present_figures(client_of):
    lamp = make_product(price=100_000)
    set_price(product_id=lamp.pk, price=Decimal(120_000), actor_id=None)
    client = client_of(make_user())

    answer = refused(
        client, body_of(lamp, expected_total="115000.00"), status=409, code="total_changed"
    )

    assert answer["details"]["total"] == "135000.00"
    assert post(client, body_of(lamp, expected_total="135000.00")).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_a_price_that_changed_in_the_cart_must_be_accepted_first(client_of):
    lamp = make_product(price=100_000, stock=5, name="Lámpara")
    buyer = make_user()
    client = client_of(buyer)
    add_item(holder=CartHolder(user_id=buyer.pk), product_id=lamp.pk, quantity=1)
    set_price(product_id=lamp.pk, price=Decimal(120_000), actor_id=None)
    body = {"from_cart": True, "shipping_address": ADDRESS}

    answer = refused(client, body, status=409, code="prices_changed")

    (item,) = answer["details"]["items"]
    assert (item["name"], item["seen_price"], item["unit_price"]) == (
        "Lámpara",
        "100000.00",
        "120000.00",
    )
    assert stock(lamp) == [(5, 0)]
    assert client.get("/api/v1/cart").json()["groups"][0]["items"][0]["quantity"] == 1
    client.post("/api/v1/cart/accept-changes", {}, format="json")
    assert post(client, body).json()["total"] == "135000.00"


@pytest.mark.django_db(transaction=True)
def test_who_knows_the_total_need_not_accept_each_price(client_of):
    lamp = make_product(price=100_000)
    buyer = make_user()
    add_item(holder=CartHolder(user_id=buyer.pk), product_id=lamp.pk, quantity=1)
    set_price(product_id=lamp.pk, price=Decimal(120_000), actor_id=None)
    body = {"from_cart": True, "shipping_address": ADDRESS, "expected_total": "135000.00"}

    assert post(client_of(buyer), body).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_a_coupon_is_not_valid(client_of):
    client = client_of(make_user())

    refused(client, body_of(make_product(), coupon_code="A"), status=409, code="coupon_not_valid")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"phone": "200 111 2233"}, "/shipping_address/phone"),
        ({"department": "Florida"}, "/shipping_address/department"),
        ({"full_name": "A"}, "/shipping_address/full_name"),
        ({"address": "C" * 201}, "/shipping_address/address"),
        ({"city": ""}, "/shipping_address/city"),
        ({"postal_code": "11011"}, "/shipping_address/postal_code"),
        ({"notes": "n" * 301}, "/shipping_address/notes"),
        ({"country": "CO"}, "/shipping_address/country"),
    ],
)
def test_a_wrong_address_is_told_by_its_field(changes, pointer, client_of):
    body = body_of(make_product(), shipping_address=ADDRESS | changes)

    answer = refused(client_of(make_user()), body, status=400, code="invalid_input")

    assert [error["pointer"] for error in answer["errors"]] == [pointer]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "item",
    [
        {"quantity": 0},
        {"quantity": 1_000},
        {"quantity": "1"},
        {"quantity": 1.0},
        {"quantity": True},
        {"quantity": None},
        {"product_id": "1"},
        {"product_id": None},
        {"price": "1.00"},
        {"variant_id": str(uuid4())},
    ],
)
def test_a_wrong_item_is_refused(item, client_of):
    body = body_of(make_product())
    body["items"][0] |= item

    refused(client_of(make_user()), body, status=400, code="invalid_input")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "changes",
    [
        {"items": []},
        {"items": "x"},
        {"from_cart": True},
        {"expected_total": 1.5},
        {"expected_total": "1.50"},
        {"total": "1.00"},
        {"shipping_address": None},
    ],
)
def test_a_wrong_body_is_refused(changes, client_of):
    refused(
        client_of(make_user()), body_of(make_product()) | changes, status=400, code="invalid_input"
    )


@pytest.mark.django_db(transaction=True)
def test_units_are_added_up_to_999_at_most(client_of):
    lamp = make_product(stock=2_000)
    body = body_of(lamp, lamp, quantity=500)

    refused(client_of(make_user()), body, status=400, code="invalid_input")


def test_nobody_orders_without_signing_in(api):
    response = post(api, body_of(make_product()))

    assert response.status_code == 401
    assert Order.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", [None, "short", "x" * 101, "with space"])
def test_an_order_needs_a_good_idempotency_key(key, client_of):
    refused(
        client_of(make_user()),
        body_of(make_product()),
        status=400,
        code="idempotency_key_missing",
        key=key,
    )


@pytest.mark.django_db(transaction=True)
def test_a_key_gives_the_first_answer_again_and_refuses_another_body(client_of):
    lamp, buyer = make_product(stock=5), make_user()
    client, body = client_of(buyer), body_of(lamp)
    first = post(client, body, key="compra-0001")

    again = post(client, body, key="compra-0001")
    other = post(client, body_of(lamp, quantity=2), key="compra-0001")
    strangers = post(client_of(make_user()), body, key="compra-0001")

    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert again.json() == first.json()
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert strangers.status_code == 201
    assert strangers.json()["id"] != first.json()["id"]
    assert Order.objects.count() == 2
    assert stock(lamp) == [(5, 2)]


@pytest.mark.django_db(transaction=True)
def test_a_refused_key_may_be_sent_again(client_of):
    lamp, client = make_product(stock=1), client_of(make_user())
    body = body_of(lamp, quantity=2)
    refused(client, body, status=409, code="out_of_stock", key="compra-0002")

    body["items"][0]["quantity"] = 1

    assert post(client, body, key="compra-0002").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_between_commit_and_answer_has_placed_one_order(client_of):
    lamp, client = make_product(stock=5), client_of(make_user())
    body = body_of(lamp)

    def die() -> None:
        raise SystemExit(9)

    faults.arm("orders.after_place", die)
    with pytest.raises(SystemExit):
        post(client, body, key="compra-0003")
    faults.disarm()
    again = post(client, body, key="compra-0003")

    order = Order.objects.get()
    assert (again.status_code, again.json()["id"]) == (201, str(order.pk))
    assert again["Idempotent-Replayed"] == "true"
    assert stock(lamp) == [(5, 1)]


@pytest.mark.django_db(transaction=True)
def test_thirty_posts_at_once_with_one_key_make_one_order(client_of, race, settings):
    settings.MAX_LOGIN_SESSIONS = 30
    lamp, buyer = make_product(stock=50), make_user()
    body = body_of(lamp)
    posts = [partial(post, client_of(buyer), body, key="compra-0004") for _ in range(30)]

    answers = race(posts)

    done = [answer for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in done}) == 1
    assert Order.objects.count() == 1
    assert stock(lamp) == [(50, 1)]
    assert_sound()
