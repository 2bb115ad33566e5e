from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import PriceChange, Product, ProductImage, Variant
from catalog.services.images import add_image
from catalog.services.stock import reserve_stock
from tests.catalog.books import assert_sound
from tests.factories.accounts import make_staff_user
from tests.factories.catalog import make_category, make_product, picture_file, variant_of
from tests.factories.vendors import make_vendor, owner_of

pytestmark = pytest.mark.django_db

LIST = "/api/v1/products"


@pytest.fixture
def shop():
    return make_vendor()


@pytest.fixture
def seller(shop, client_of):
    return client_of(owner_of(shop))


@pytest.fixture
def stranger(client_of):
    return client_of(owner_of(make_vendor()))


@pytest.fixture
def product(shop):
    return make_product(vendor=shop, price=50_000, stock=4)


def of(product, part=""):
    return f"{LIST}/{product.pk}{part}"


def test_putting_a_product_replaces_what_it_says(seller, product):
    category = make_category("Otra")
    body = {"name": "Nuevo", "description": "", "category_id": str(category.pk)}

    answer = seller.put(of(product), body, format="json")
    partial = seller.put(of(product), {"name": "Solo"}, format="json")

    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["category"]["name"]) == ("Nuevo", "Otra")
    assert partial.status_code == 400
    assert {error["pointer"] for error in partial.json()["errors"]} == {
        "/description",
        "/category_id",
    }


def test_a_removed_product_is_gone_for_everybody_and_kept_in_the_books(
    seller, stranger, api, product
):
    assert stranger.delete(of(product)).status_code == 404
    assert api.delete(of(product)).status_code == 401
    assert seller.delete(of(product)).status_code == 204

    assert seller.delete(of(product)).status_code == 404
    assert api.get(of(product)).status_code == 404
    assert seller.get(of(product)).status_code == 404
    assert Product.objects.get(pk=product.pk).deleted_at is not None
    assert Variant.objects.filter(product=product).count() == 1
    assert_sound()


def test_a_sku_is_free_until_the_shop_uses_it(seller, stranger, shop):
    make_product(vendor=shop, sku="OLLA-1")

    asked = f"{LIST}/check-sku?sku=OLLA-1"
    assert seller.get(asked).json() == {"sku": "OLLA-1", "available": False}
    assert stranger.get(asked).json() == {"sku": "OLLA-1", "available": True}
    assert seller.get(f"{LIST}/check-sku").status_code == 400


def test_a_variant_is_added_with_its_first_price_and_movement(seller, api, product):
    body = {"price": "30000", "stock": 7, "sku": "CHICA", "options": {"talla": "S"}}

    made = seller.post(of(product, "/variants"), body, format="json")

    assert made.status_code == 201
    assert made["Location"] == of(product, f"/variants/{made.json()['id']}")
    assert (made.json()["price"], made.json()["on_hand"]) == ("30000.00", 7)
    assert api.get(of(product)).json()["price"] == "30000.00"
    assert [row["sku"] for row in api.get(of(product, "/variants")).json()][1] == "CHICA"
    assert seller.post(of(product, "/variants"), body, format="json").json()["code"] == "sku_taken"
    assert_sound()


def test_a_variant_changes_in_part_and_its_price_leaves_a_trace(seller, product):
    variant = variant_of(product)
    path = of(product, f"/variants/{variant.pk}")

    answer = seller.patch(
        path, {"price": "45000", "compare_at_price": "50000", "name": "Única"}, format="json"
    )
    cheaper = seller.patch(path, {"compare_at_price": "45000"}, format="json")

    assert answer.status_code == 200
    assert (answer.json()["price"], answer.json()["compare_at_price"]) == ("45000.00", "50000.00")
    assert cheaper.json()["compare_at_price"] is None
    prices = PriceChange.objects.filter(variant=variant).order_by("id")
    assert [int(change.price) for change in prices] == [50_000, 45_000]
    assert int(Product.objects.get(pk=product.pk).price) == 45_000


def test_the_last_variant_of_a_shown_product_stays_for_sale(seller, product):
    path = of(product, f"/variants/{variant_of(product).pk}")

    hidden = seller.patch(path, {"is_active": False}, format="json")

    assert (hidden.status_code, hidden.json()["code"]) == (400, "product_incomplete")
    assert seller.delete(path).json()["code"] == "product_incomplete"
    assert variant_of(product).is_active


def test_a_variant_that_buyers_have_reserved_is_not_removed(seller, product):
    seller.post(of(product, "/variants"), {"price": "30000", "stock": 7}, format="json")
    variant = Variant.objects.filter(product=product).order_by("position").first()
    reserve_stock(order_id=uuid4(), quantities={variant.pk: 1})
    path = of(product, f"/variants/{variant.pk}")

    assert seller.delete(path).json()["code"] == "variant_in_use"
    other = Variant.objects.filter(product=product).exclude(pk=variant.pk).get()
    assert seller.delete(of(product, f"/variants/{other.pk}")).status_code == 204
    assert seller.delete(of(product, f"/variants/{other.pk}")).status_code == 204
    assert not Variant.objects.get(pk=other.pk).is_active
    assert_sound()


def test_parts_of_another_product_or_shop_are_missing(seller, stranger, shop, product):
    other = make_product(vendor=shop)
    image = add_image(product_id=other.pk, upload=picture_file())
    foreign = [
        of(product, f"/variants/{variant_of(other).pk}"),
        of(product, f"/images/{image.pk}"),
    ]

    assert [seller.patch(path, {"position": 1}, format="json").status_code for path in foreign] == [
        404,
        404,
    ]
    assert [seller.delete(path).status_code for path in foreign] == [404, 404]
    own = of(other, f"/images/{image.pk}")
    assert stranger.patch(own, {"alt": "x"}, format="json").status_code == 404
    assert stranger.delete(own).status_code == 404
    assert ProductImage.objects.filter(pk=image.pk).exists()


def test_several_pictures_come_in_one_request_and_all_or_none(seller, product):
    pictures = [picture_file(), picture_file(), picture_file()]

    answer = seller.post(of(product, "/images"), {"image": pictures}, format="multipart")
    broken = seller.post(
        of(product, "/images"),
        {"image": [picture_file(), SimpleUploadedFile("x.png", b"no picture at all")]},
        format="multipart",
    )

    assert answer.status_code == 201
    assert [image["is_primary"] for image in answer.json()] == [True, False, False]
    assert (broken.status_code, broken.json()["code"]) == (400, "invalid_image")
    assert ProductImage.objects.filter(product=product).count() == 3


def test_more_than_ten_pictures_in_a_request_or_twenty_in_all_are_refused(seller, product):
    def send(count):
        return seller.post(
            of(product, "/images"),
            {"image": [picture_file() for _ in range(count)]},
            format="multipart",
        )

    assert send(11).status_code == 400
    assert [send(10).status_code, send(10).status_code] == [201, 201]
    assert send(1).json()["code"] == "too_many_images"
    assert ProductImage.objects.filter(product=product).count() == 20


def test_being_the_primary_picture_passes_on(seller, product):
    first, second = [
        add_image(product_id=product.pk, upload=picture_file(), alt=name) for name in ("1", "2")
    ]

    passed = seller.patch(
        of(product, f"/images/{second.pk}"), {"is_primary": True, "alt": "Frente"}, format="json"
    )
    assert (passed.json()["is_primary"], passed.json()["alt"]) == (True, "Frente")
    assert not ProductImage.objects.get(pk=first.pk).is_primary

    assert seller.delete(of(product, f"/images/{second.pk}")).status_code == 204
    assert ProductImage.objects.get(pk=first.pk).is_primary


def test_the_file_of_a_removed_picture_goes_after_the_commit(
    seller, product, django_capture_on_commit_callbacks
):
    image = add_image(product_id=product.pk, upload=picture_file())
    storage, name = image.file.storage, image.file.name

    with django_capture_on_commit_callbacks(execute=True):
        seller.delete(of(product, f"/images/{image.pk}"))

    assert not storage.exists(name)


def test_staff_may_send_a_product_back_with_what_to_change(client_of, shop):
    staff = client_of(make_staff_user("catalogo"))
    waiting = make_product(vendor=shop, status="pending_review")

    silent = staff.post(of(waiting, "/request-changes"), {}, format="json")
    told = staff.post(of(waiting, "/request-changes"), {"reason": "Falta la talla"}, format="json")

    assert silent.status_code == 400
    assert (told.status_code, told.json()["status"]) == (200, "draft")
    assert waiting.history.order_by("-id").first().reason == "Falta la talla"
