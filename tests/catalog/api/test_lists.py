import pytest

from catalog.models import Category, Product, Variant
from catalog.services.categories import move_category, set_visible
from catalog.services.images import add_image
from catalog.services.stock import change_stock
from tests.factories.catalog import (
    make_brand,
    make_category,
    make_product,
    picture_file,
    variant_of,
)
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db

LIST = "/api/v1/products"


def names(response):
    assert response.status_code == 200, response.content
    return [row["name"] for row in response.json()["results"]]


def test_a_card_says_what_a_list_shows(api):
    vendor, brand = make_vendor(name="El Morral"), make_brand("Totto")
    category = make_category("Bolsos")
    product = make_product(
        name="Morral escolar", price=99_900, stock=7, vendor=vendor, brand=brand, category=category
    )
    add_image(product_id=product.pk, upload=picture_file())

    body = api.get(LIST).json()

    assert body["count"] == 1
    assert body["next"] is body["previous"] is None
    [card] = body["results"]
    detail = api.get(f"{LIST}/{product.pk}").json()
    assert card.pop("image").startswith("/media/products/")
    assert card == {
        "id": str(product.pk),
        "name": "Morral escolar",
        "slug": "morral-escolar",
        "description": "Hecho en Colombia.",
        "status": "active",
        "images": detail["images"],
        "variants": detail["variants"],
        "created_at": detail["created_at"],
        "price": "99900.00",
        "currency": "COP",
        "stock": 7,
        "rating": None,
        "review_count": 0,
        "vendor": {"id": str(vendor.pk), "name": "El Morral", "slug": vendor.slug},
        "category": {"id": str(category.pk), "name": "Bolsos", "slug": "bolsos"},
        "brand": {"id": str(brand.pk), "name": "Totto", "slug": "totto"},
    }


def test_the_list_shows_nothing_that_is_not_public(api):
    shown = make_product(name="Visible")
    for status in ("draft", "pending_review", "rejected", "paused", "discontinued"):
        make_product(status=status)
    deleted, hidden, suspended = make_product(), make_product(), make_product()
    Product.objects.filter(pk=deleted.pk).update(deleted_at="2026-01-01T00:00Z")
    Category.objects.filter(pk=hidden.category_id).update(is_active=False)
    type(suspended.vendor).objects.filter(pk=suspended.vendor_id).update(status="suspended")

    assert names(api.get(LIST)) == [shown.name]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("path", [LIST, f"{LIST}?q=bicicleta&in_stock=true&ordering=price"])
def test_a_list_costs_two_statements(api, rows, path, django_assert_num_queries):
    vendor, category = make_vendor(), make_category()
    for _ in range(rows):
        make_product(name="Bicicleta", vendor=vendor, category=category)

    with django_assert_num_queries(2):
        response = api.get(path, {"page_size": 30} | query_of(path))

    assert len(response.json()["results"]) == rows


def query_of(path):
    return dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair)


def test_a_token_is_not_even_looked_at(api, django_assert_num_queries):
    make_product()
    api.credentials(HTTP_AUTHORIZATION="Bearer nonsense")

    with django_assert_num_queries(2):
        assert api.get(LIST).status_code == 200


@pytest.fixture
def shelf():
    """Three shelves, two of them in one branch, and five products."""
    technology = make_category("Tecnología")
    phones = make_category("Telefonía", parent=technology)
    home = make_category("Hogar")
    samsung, haceb = make_brand("Samsung"), make_brand("Haceb")
    shop = make_vendor(name="Electro Uno")
    make_product(name="A", price=10_000, category=phones, brand=samsung, vendor=shop)
    make_product(name="B", price=20_000, category=phones, brand=haceb)
    make_product(name="C", price=30_000, category=technology, stock=0)
    make_product(name="D", price=40_000, category=home, brand=samsung)
    return {"shop": shop, "technology": technology, "samsung": samsung, "phones": phones}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"category": "tecnologia"}, "ABC"),
        ({"category": "telefonia"}, "AB"),
        ({"category": "no-existe"}, ""),
        ({"brand": "samsung"}, "AD"),
        ({"vendor": "electro-uno"}, "A"),
        ({"min_price": "20000"}, "BCD"),
        ({"max_price": "20000.00"}, "AB"),
        ({"min_price": "20000", "max_price": "30000"}, "BC"),
        ({"in_stock": "true"}, "ABD"),
        ({"in_stock": "false"}, "C"),
        ({"category": "tecnologia", "brand": "samsung", "in_stock": "true"}, "A"),
        ({"ordering": "-price"}, "DCBA"),
        ({"ordering": "price"}, "ABCD"),
        ({"ordering": "newest"}, "DCBA"),
        ({"ordering": "name", "page": "2", "page_size": "3"}, "D"),
    ],
)
def test_filters_and_orders(api, shelf, query, expected):
    found = names(api.get(LIST, query))

    assert found == list(expected) if "ordering" in query else sorted(found) == list(expected)


def test_a_moved_branch_is_listed_under_its_new_parent_at_once(api, shelf):
    assert names(api.get(LIST, {"category": "hogar"})) == ["D"]

    home = Category.objects.get(slug="hogar")
    move_category(category_id=shelf["phones"].pk, parent_id=home.pk)

    assert sorted(names(api.get(LIST, {"category": "hogar"}))) == ["A", "B", "D"]
    assert names(api.get(LIST, {"category": "tecnologia"})) == ["C"]


def test_a_hidden_category_is_empty_at_once(api, shelf):
    assert len(names(api.get(LIST, {"category": "tecnologia"}))) == 3

    Category.objects.filter(slug="telefonia").update(is_active=False)

    assert names(api.get(LIST, {"category": "tecnologia"})) == ["C"]


def test_the_list_of_a_category_costs_two_statements_once_the_tree_is_known(
    api, shelf, django_assert_num_queries
):
    api.get(LIST, {"category": "telefonia"})

    with django_assert_num_queries(2):
        api.get(LIST, {"category": "tecnologia", "ordering": "price"})


def test_filters_take_ids_too(api, shelf):
    assert sorted(names(api.get(LIST, {"category": shelf["technology"].pk}))) == ["A", "B", "C"]
    assert sorted(names(api.get(LIST, {"brand": shelf["samsung"].pk}))) == ["A", "D"]
    assert names(api.get(LIST, {"vendor": shelf["shop"].pk})) == ["A"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"colour": "red"}, "/colour"),
        ({"vendor__email": "x"}, "/vendor__email"),
        ({"ordering": "vendor__email"}, "/ordering"),
        ({"ordering": ""}, "/ordering"),
        ({"min_price": "1e3"}, "/min_price"),
        ({"min_price": "-5"}, "/min_price"),
        ({"max_price": "10.50"}, "/max_price"),
        ({"in_stock": "yes"}, "/in_stock"),
        ({"q": "x"}, "/q"),
        ({"q": "x" * 101}, "/q"),
        ({"q": "a\x00b"}, "/q"),
        ({"category": "x" * 91}, "/category"),
        ({"page": "0"}, "/page"),
        ({"page": "1001"}, "/page"),
        ({"page_size": "101"}, "/page_size"),
    ],
)
def test_what_is_not_on_the_list_of_parameters_is_refused(api, query, pointer):
    response = api.get(LIST, query)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


@pytest.mark.parametrize("q", ["100%", "a_b", "'; DROP TABLE x; --", "& | !", "«tilde» ñ", "((("])
def test_any_words_are_only_words(api, q):
    make_product()

    assert api.get(LIST, {"q": q}).status_code == 200
    assert api.get(f"{LIST}/search", {"q": q, "mode": "text"}).status_code == 200


def test_stock_in_lists_counts_free_units_of_active_variants(api):
    product = make_product(stock=4)
    variant = variant_of(product)
    Variant.objects.create(
        product=product, vendor=product.vendor, sku="OFF", price=50_000, is_active=False
    )
    change_stock(
        variant_id=variant.pk, operation="subtract", quantity=1, reason="daño", actor_id=None
    )

    assert api.get(LIST).json()["results"][0]["stock"] == 3


def test_featured_products_have_their_own_list(api):
    make_product()
    featured = make_product(name="En vitrina")
    Product.objects.filter(pk=featured.pk).update(is_featured=True)

    assert names(api.get(f"{LIST}/featured")) == ["En vitrina"]


def test_a_page_beyond_the_last_is_not_found(api):
    assert api.get(LIST, {"page": 2}).status_code == 404


@pytest.mark.parametrize("rows", [1, 8])
def test_categories_are_listed_in_two_statements_and_the_tree_in_one(
    api, rows, django_assert_num_queries
):
    root = make_category("Hogar")
    for number in range(rows):
        make_category(f"Sala {number}", parent=root)

    with django_assert_num_queries(2):
        assert api.get("/api/v1/categories").json()["count"] == rows + 1
    with django_assert_num_queries(1):
        [tree] = api.get("/api/v1/categories/tree").json()

    assert tree["slug"] == "hogar"
    assert [child["name"] for child in tree["children"]] == [f"Sala {n}" for n in range(rows)]


def test_a_category_is_found_by_id_and_slug_with_the_way_to_it(api):
    root = make_category("Hogar")
    child = make_category("Sala", parent=root)

    by_slug = api.get("/api/v1/categories/slug/sala").json()

    assert by_slug == api.get(f"/api/v1/categories/{child.pk}").json()
    assert [crumb["slug"] for crumb in by_slug["breadcrumbs"]] == ["hogar", "sala"]
    assert by_slug["path"] == "hogar/sala/"


def test_a_hidden_branch_is_not_to_be_seen(api):
    root = make_category("Hogar")
    make_category("Sala", parent=root)
    set_visible(category_id=root.pk, is_active=False)

    assert api.get("/api/v1/categories/slug/sala").status_code == 404
    assert api.get("/api/v1/categories/tree").json() == []


def test_brands_are_found_by_list_id_and_slug(api):
    brand = make_brand("Haceb")

    [listed] = api.get("/api/v1/brands").json()["results"]

    assert listed == {
        "id": str(brand.pk),
        "name": "Haceb",
        "slug": "haceb",
        "is_verified": False,
        "is_featured": False,
    }
    assert api.get(f"/api/v1/brands/{brand.pk}").json() == listed
    assert api.get("/api/v1/brands/slug/haceb").json() == listed
    assert api.get("/api/v1/brands/slug/nadie").json()["code"] == "brand_not_found"
