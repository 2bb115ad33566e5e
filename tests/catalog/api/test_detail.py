from decimal import Decimal
from uuid import uuid4

import pytest

from catalog.services.images import add_image
from catalog.services.products import NewVariant
from tests.factories.accounts import make_staff_user, make_user
from tests.factories.catalog import make_brand, make_product, picture_file
from tests.factories.vendors import make_vendor, owner_of

pytestmark = pytest.mark.django_db


def url(product):
    return f"/api/v1/products/{product.pk}"


def test_the_detail_says_everything_a_buyer_needs(api):
    product = make_product(
        name="Café molido",
        price=25_000,
        stock=3,
        sku="CAFE-1",
        brand=make_brand("Huila"),
        description="500 g",
        attributes={"origen": "Huila"},
        iva_class="reduced",
    )
    image = add_image(product_id=product.pk, upload=picture_file())

    body = api.get(url(product)).json()

    assert api.get("/api/v1/products/slug/cafe-molido").json() == body
    assert {name: body[name] for name in ("name", "slug", "description", "price", "currency")} == {
        "name": "Café molido",
        "slug": "cafe-molido",
        "description": "500 g",
        "price": "25000.00",
        "currency": "COP",
    }
    assert (body["stock"], body["status"], body["iva_class"]) == (3, "active", "reduced")
    assert body["attributes"] == {"origen": "Huila"}
    assert body["vendor"]["slug"] == product.vendor.slug
    assert body["category"]["path"] == product.category.path
    assert body["brand"]["slug"] == "huila"
    assert body["created_at"].endswith("Z")
    [variant] = body["variants"]
    variant.pop("id")
    assert variant == {
        "sku": "CAFE-1",
        "name": "",
        "options": {},
        "price": "25000.00",
        "compare_at_price": None,
        "stock": 3,
    }
    assert body["images"] == [
        {
            "id": str(image.pk),
            "url": image.file.url,
            "alt": "Café molido",
            "width": 64,
            "height": 48,
            "is_primary": True,
        }
    ]


@pytest.mark.parametrize("parts", [1, 30])
def test_the_detail_costs_three_statements(api, parts, django_assert_num_queries):
    variants = [NewVariant(price=Decimal(1_000), stock=1, name=str(n)) for n in range(parts)]
    product = make_product(variants=variants)
    for _ in range(min(parts, 10)):
        add_image(product_id=product.pk, upload=picture_file())

    with django_assert_num_queries(3):
        assert len(api.get(url(product)).json()["variants"]) == parts


@pytest.mark.parametrize("status", ["draft", "pending_review", "paused", "rejected"])
def test_what_is_not_public_is_not_found_like_what_does_not_exist(api, status):
    hidden = api.get(url(make_product(status=status)))
    missing = api.get(f"/api/v1/products/{uuid4()}")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.json()["code"] == missing.json()["code"] == "product_not_found"
    assert hidden.json()["detail"] == missing.json()["detail"]


def test_a_shop_and_staff_see_a_draft_and_strangers_do_not(client_of):
    draft = make_product(status="draft", stock=4)

    own = client_of(owner_of(draft.vendor)).get(url(draft))
    staff = client_of(make_staff_user(is_superuser=True)).get(url(draft))

    assert own.json()["status"] == "draft"
    assert own.json()["variants"][0]["on_hand"] == 4
    assert staff.status_code == 200
    assert client_of(make_user()).get(url(draft)).status_code == 404
    assert client_of(owner_of(make_vendor())).get(url(draft)).status_code == 404


def test_buyers_do_not_see_the_books_of_the_stock(api):
    body = api.get(url(make_product())).json()

    assert not {"on_hand", "reserved", "is_active"} & set(body["variants"][0])


def test_images_of_a_hidden_product_are_not_found(api):
    shown, hidden = make_product(), make_product(status="draft")

    assert api.get(f"{url(shown)}/images").json() == []
    assert api.get(f"{url(hidden)}/images").status_code == 404
