from io import BytesIO
from uuid import uuid4

import pytest

from catalog.models import Product, ProductImage, StockMovement, Variant
from catalog.services.stock import reserve_stock
from tests.catalog.books import assert_sound
from tests.factories.accounts import make_staff_user, make_user
from tests.factories.catalog import (
    make_brand,
    make_category,
    make_product,
    picture_file,
    variant_of,
)
from tests.factories.vendors import make_member, make_vendor, owner_of

pytestmark = pytest.mark.django_db

LIST = "/api/v1/products"


@pytest.fixture
def shop():
    return make_vendor()


@pytest.fixture
def seller(shop, client_of):
    return client_of(owner_of(shop))


@pytest.fixture
def staff(client_of):
    return client_of(make_staff_user(is_superuser=True))


def form(**values):
    return {
        "name": "Silla ergonómica",
        "description": "Con reposabrazos",
        "category_id": str(make_category().pk),
        "price": "450000.00",
        "stock": 5,
        **values,
    }


def post(client, path, body, **headers):
    return client.post(path, body, format="json", headers=headers)


def test_a_new_product_is_a_draft_with_one_variant(seller, shop):
    brand = make_brand()

    response = post(seller, LIST, form(sku="SILLA-1", brand_id=str(brand.pk)))

    assert response.status_code == 201, response.content
    body = response.json()
    assert response["Location"] == f"{LIST}/{body['id']}"
    assert (body["status"], body["price"], body["stock"]) == ("draft", "450000.00", 5)
    assert body["vendor"]["id"] == str(shop.pk)
    assert [(each["sku"], each["on_hand"]) for each in body["variants"]] == [("SILLA-1", 5)]
    assert_sound()


def test_a_new_product_may_bring_its_variants(seller):
    variants = [
        {"price": "30000", "stock": 2, "sku": "S", "name": "Talla S", "options": {"talla": "S"}},
        {"price": "28000", "stock": 3, "sku": "M", "compare_at_price": "35000"},
    ]
    body = form(variants=variants)
    del body["price"], body["stock"]

    answer = post(seller, LIST, body).json()

    assert (answer["price"], answer["stock"]) == ("28000.00", 5)
    assert answer["variants"][0]["options"] == {"talla": "S"}
    assert answer["variants"][1]["compare_at_price"] == "35000.00"
    assert_sound()


def test_the_same_key_makes_one_product(seller):
    body = form()
    headers = {"Idempotency-Key": "clave-123456"}

    first = post(seller, LIST, body, **headers)
    again = post(seller, LIST, body, **headers)

    assert first.status_code == again.status_code == 201
    assert again["Idempotent-Replayed"] == "true"
    assert first.json() == again.json()
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"price": 450000.5}, "/price"),
        ({"price": "0"}, "/price"),
        ({"price": "100.50"}, "/price"),
        ({"price": "-1"}, "/price"),
        ({"price": None}, "/price"),
        ({"stock": "5"}, "/stock"),
        ({"stock": -1}, "/stock"),
        ({"stock": 1.0}, "/stock"),
        ({"stock": True}, "/stock"),
        ({"stock": 1_000_001}, "/stock"),
        ({"name": ""}, "/name"),
        ({"name": "x" * 151}, "/name"),
        ({"name": 5}, "/name"),
        ({"category_id": "nope"}, "/category_id"),
        ({"iva_class": "none"}, "/iva_class"),
        ({"status": "active"}, "/status"),
        ({"vendor_id": str(uuid4())}, "/vendor_id"),
        ({"attributes": {"a": {"b": 1}}}, "/attributes/a"),
        ({"variants": [{"price": "1", "stock": "2"}]}, "/variants/0/stock"),
        ({"variants": [{"price": "1", "stock": 1, "reserved": 2}]}, "/variants/0/reserved"),
    ],
)
def test_a_wrong_form_is_refused_by_field_and_writes_nothing(seller, change, pointer):
    response = post(seller, LIST, form(**change))

    assert response.status_code == 400, response.content
    assert pointer in [error["pointer"] for error in response.json()["errors"]]
    assert Product.objects.count() == 0


def test_without_variants_price_and_stock_are_needed(seller):
    body = form()
    del body["price"], body["stock"]

    errors = post(seller, LIST, body).json()["errors"]

    assert sorted(error["pointer"] for error in errors) == ["/price", "/stock"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"category_id": "00000000-0000-7000-8000-000000000000"}, 404, "category_not_found"),
        ({"brand_id": str(uuid4())}, 404, "brand_not_found"),
        ({"sku": "USADO"}, 409, "sku_taken"),
    ],
)
def test_what_the_database_does_not_know_is_refused(seller, shop, change, status, code):
    make_product(vendor=shop, sku="USADO")

    response = post(seller, LIST, form(**change))

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert Product.objects.count() == 1


def test_two_shops_may_use_the_same_sku(seller):
    make_product(sku="IGUAL")

    assert post(seller, LIST, form(sku="IGUAL")).status_code == 201


def test_marks_that_turn_the_direction_of_reading_are_taken_out(seller):
    assert post(seller, LIST, form(name="Silla\u202e roja")).json()["name"] == "Silla roja"


def test_only_those_who_keep_a_catalogue_make_products(api, client_of, shop, staff):
    readers = client_of(make_member(shop, "orders"))

    assert post(api, LIST, form()).status_code == 401
    assert post(client_of(make_user()), LIST, form()).status_code == 403
    assert post(readers, LIST, form()).status_code == 403
    assert post(staff, LIST, form()).status_code == 403
    assert post(client_of(make_member(shop, "catalogue")), LIST, form()).status_code == 201


def test_a_product_goes_from_draft_to_the_shelf(seller, staff, api):
    pk = post(seller, LIST, form()).json()["id"]
    url = f"{LIST}/{pk}"

    assert post(seller, f"{url}/submit", {}).json()["status"] == "pending_review"
    assert post(seller, f"{url}/approve", {}).status_code == 403
    assert api.get(url).status_code == 404
    assert post(staff, f"{url}/approve", {"reason": "bien"}).json()["status"] == "active"
    assert api.get(url).status_code == 200
    assert post(seller, f"{url}/pause", {}).json()["status"] == "paused"
    assert api.get(url).status_code == 404
    assert post(seller, f"{url}/resume", {}).json()["status"] == "active"
    again = post(seller, f"{url}/resume", {})
    assert (again.status_code, again.json()["code"]) == (409, "product_transition_not_allowed")
    assert again.json()["details"] == {"status": "active", "action": "resume"}
    assert_sound()


def test_staff_say_why_they_reject(staff):
    product = make_product(status="pending_review")

    assert post(staff, f"{LIST}/{product.pk}/reject", {}).status_code == 400
    answer = post(staff, f"{LIST}/{product.pk}/reject", {"reason": "Foto borrosa"})

    assert answer.json()["status"] == "rejected"
    assert product.history.latest("id").reason == "Foto borrosa"


def test_a_shop_changes_what_its_product_says_and_costs(seller, shop):
    product = make_product(vendor=shop, price=50_000)
    url = f"{LIST}/{product.pk}"

    answer = seller.patch(url, {"name": "Mejor", "price": "45000"}, format="json")

    assert answer.status_code == 200, answer.content
    assert (answer.json()["name"], answer.json()["price"]) == ("Mejor", "45000.00")
    assert answer.json()["slug"] == product.slug
    assert_sound()


@pytest.mark.parametrize("field", ["status", "rating", "is_featured", "stock", "vendor_id", "slug"])
def test_a_shop_cannot_change_what_is_not_its_to_change(seller, shop, field):
    product = make_product(vendor=shop)

    response = seller.patch(f"{LIST}/{product.pk}", {field: "x"}, format="json")

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == f"/{field}"


@pytest.mark.parametrize(
    ("operation", "quantity", "on_hand", "moved"),
    [("set", 3, 3, -7), ("add", 5, 15, 5), ("subtract", 4, 6, -4)],
)
def test_stock_is_corrected_with_a_movement(seller, shop, operation, quantity, on_hand, moved):
    product = make_product(vendor=shop, stock=10)
    body = {"operation": operation, "quantity": quantity, "reason": "Conteo"}

    answer = post(seller, f"{LIST}/{product.pk}/stock", body).json()

    movement = answer.pop("movement")
    assert answer == {
        "variant_id": str(variant_of(product).pk),
        "on_hand": on_hand,
        "reserved": 0,
        "available": on_hand,
    }
    assert movement.pop("id") == StockMovement.objects.latest("id").pk
    assert movement == {
        "kind": operation,
        "quantity": moved,
        "on_hand_after": on_hand,
        "reason": "Conteo",
    }
    history = seller.get(f"{LIST}/{product.pk}/stock-movements").json()
    assert [row["quantity"] for row in history["results"]] == [moved, 10]
    assert_sound()


def test_stock_does_not_go_below_what_is_reserved(seller, shop):
    product = make_product(vendor=shop, stock=10)
    reserve_stock(order_id=uuid4(), quantities={variant_of(product).pk: 4})

    response = post(seller, f"{LIST}/{product.pk}/stock", {"operation": "set", "quantity": 3})

    assert (response.status_code, response.json()["code"]) == (409, "stock_below_reserved")
    assert variant_of(product).on_hand == 10


@pytest.mark.parametrize("quantity", ["5", 5.0, -1, None, True])
def test_a_quantity_is_a_whole_number(seller, shop, quantity):
    product = make_product(vendor=shop)
    body = {"operation": "add", "quantity": quantity}

    assert post(seller, f"{LIST}/{product.pk}/stock", body).status_code == 400
    assert variant_of(product).on_hand == 10


def test_another_shops_product_is_not_found_anywhere(seller):
    product = make_product(stock=10)
    url = f"{LIST}/{product.pk}"

    answers = [
        seller.patch(url, {"name": "Mío"}, format="json"),
        post(seller, f"{url}/pause", {}),
        post(seller, f"{url}/stock", {"operation": "set", "quantity": 0}),
        seller.get(f"{url}/stock-movements"),
        seller.post(f"{url}/images", {"image": picture_file()}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    product.refresh_from_db()
    assert (product.name != "Mío", product.status) == (True, "active")
    assert variant_of(product).on_hand == 10
    assert ProductImage.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 8])
def test_my_products_are_all_mine_in_every_state(seller, shop, rows, django_assert_num_queries):
    category = make_category()
    for _ in range(rows):
        make_product(vendor=shop, category=category, status="draft", stock=3)
    make_product()

    with django_assert_num_queries(4):  # token, membership, count, rows
        body = seller.get(f"{LIST}/my-products").json()

    assert body["count"] == rows
    assert body["results"][0]["status"] == "draft"
    assert body["results"][0]["stock"] == 3


def test_my_products_can_be_narrowed(seller, shop):
    make_product(vendor=shop, name="Mesa", status="draft")
    make_product(vendor=shop, name="Cama")

    assert seller.get(f"{LIST}/my-products", {"status": "draft"}).json()["count"] == 1
    assert seller.get(f"{LIST}/my-products", {"q": "cam"}).json()["results"][0]["name"] == "Cama"
    assert seller.get(f"{LIST}/my-products", {"colour": "x"}).status_code == 400


def test_a_picture_is_uploaded_and_shown(seller, shop, api):
    product = make_product(vendor=shop)
    url = f"{LIST}/{product.pk}/images"

    answer = seller.post(url, {"image": picture_file(size=(120, 90)), "alt": "De frente"})

    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["alt"], body["width"], body["height"], body["is_primary"]) == (
        "De frente",
        120,
        90,
        True,
    )
    assert body["url"].endswith(".webp")
    assert api.get(url).json() == [body]


def test_a_file_that_is_no_picture_is_refused(seller, shop):
    product = make_product(vendor=shop)
    fake = BytesIO(b"<svg onload=alert(1)>")
    fake.name = "foto.png"

    answer = seller.post(f"{LIST}/{product.pk}/images", {"image": fake})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_image")
    assert ProductImage.objects.count() == 0


def test_a_body_over_the_limit_is_refused_before_it_is_read(seller, shop):
    product = make_product(vendor=shop)
    large = BytesIO(b"\x89PNG" + b"0" * (6 * 1024 * 1024))
    large.name = "foto.png"

    answer = seller.post(f"{LIST}/{product.pk}/images", {"image": large})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_image")


def test_stock_of_a_product_with_variants_needs_the_variant(seller, shop):
    product = make_product(vendor=shop)
    second = Variant.objects.create(
        product=product, vendor=shop, sku="SEGUNDA", price=50_000, position=1
    )
    url = f"{LIST}/{product.pk}/stock"
    body = {"operation": "add", "quantity": 2}

    assert post(seller, url, body).json()["code"] == "product_incomplete"
    assert post(seller, url, {**body, "variant_id": str(uuid4())}).status_code == 404
    named = post(seller, url, {**body, "variant_id": str(second.pk)})
    assert named.json()["on_hand"] == 2
