from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from catalog.models import Product
from catalog.search import embedder
from catalog.selectors.search import fuse, plain_words
from catalog.services.indexing import learn_words
from catalog.services.products import NewVariant, set_price
from tests.factories.catalog import make_brand, make_category, make_product
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db

SEARCH = "/api/v1/products/search"


def find(api, q, **query):
    response = api.get(SEARCH, {"q": q, **query})
    assert response.status_code == 200, response.content
    return response.json()


def names(body):
    return [row["name"] for row in body["results"]]


@pytest.fixture
def goods():
    """A small shelf whose words search knows."""
    vendor = make_vendor()
    shelf = make_category("Electrodomésticos")
    rows: dict[str, dict[str, Any]] = {
        "Refrigerador Haceb no frost": {"brand": make_brand("Haceb"), "price": 1_900_000},
        "Lavadora Whirlpool 18 kg": {"price": 2_100_000, "sku": "LAV-18"},
        "Audífonos inalámbricos": {"price": 150_000, "stock": 0},
        "Zapatillas deportivas": {"price": 220_000, "description": "Para correr sin lavadora"},
        "Bicicleta de montaña": {"price": 900_000},
    }
    made = {
        name: make_product(name=name, vendor=vendor, category=shelf, **values)
        for name, values in rows.items()
    }
    learn_words(product_ids=[product.pk for product in made.values()])
    return made


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("lavadora", "Lavadora Whirlpool 18 kg"),
        ("LAVADORAS", "Lavadora Whirlpool 18 kg"),
        ("audifono inalambrico", "Audífonos inalámbricos"),
        ("haceb", "Refrigerador Haceb no frost"),
        ("zapatilla deportiva", "Zapatillas deportivas"),
        ("correr", "Zapatillas deportivas"),
    ],
)
def test_words_are_found_by_their_stems_without_accents(api, goods, q, first):
    body = find(api, q, mode="text")

    assert names(body)[0] == first
    assert (body["mode"], body["degraded"]) == ("text", False)


def test_a_name_weighs_more_than_a_description(api, goods):
    found = names(find(api, "lavadora", mode="text"))

    assert found == ["Lavadora Whirlpool 18 kg", "Zapatillas deportivas"]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("labadora", "Lavadora Whirlpool 18 kg"),
        ("lavdora wirlpol", "Lavadora Whirlpool 18 kg"),
        ("refirgerador", "Refrigerador Haceb no frost"),
        ("adifonos inalanbricos", "Audífonos inalámbricos"),
        ("bicilceta de montana", "Bicicleta de montaña"),
        ("zapatillas para lavadroa", "Zapatillas deportivas"),
    ],
)
def test_typing_errors_are_corrected_word_by_word(api, goods, q, first):
    assert names(find(api, q, mode="text"))[0] == first


@pytest.mark.parametrize("q", ["xqzwkj", "123456", "¡!¿?", "de la", "%%", "ñ" * 100])
def test_what_nobody_knows_finds_nothing(api, goods, q):
    assert find(api, q, mode="text")["results"] == []


@pytest.mark.parametrize("q", ["LAV-18", "lav-18"])
def test_an_exact_sku_comes_first(api, goods, q):
    make_product(name="lav 18 lav 18")

    assert names(find(api, q, mode="text"))[0] == "Lavadora Whirlpool 18 kg"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"in_stock": "true"}, []),
        ({"max_price": "150000"}, ["Audífonos inalámbricos"]),
        ({"min_price": "150001"}, []),
        ({"category": "electrodomesticos"}, ["Audífonos inalámbricos"]),
        ({"category": "otra"}, []),
    ],
)
def test_filters_narrow_a_search(api, goods, query, expected):
    assert names(find(api, "audifonos", mode="text", **query)) == expected


@pytest.mark.parametrize(
    "query",
    [{}, {"q": "x"}, {"q": "x" * 101}, {"q": "mesa", "mode": "magic"}, {"q": "mesa", "order": "x"}],
)
def test_a_wrong_query_is_refused(api, query):
    assert api.get(SEARCH, query).status_code == 400


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("q", "statements"), [("bicicleta", 2), ("bicilceta", 3)])
def test_a_search_costs_at_most_three_statements(
    api, rows, q, statements, search_off, django_assert_num_queries
):
    vendor, shelf = make_vendor(), make_category()
    products = [make_product(name="Bicicleta", vendor=vendor, category=shelf) for _ in range(rows)]
    learn_words(product_ids=[product.pk for product in products])

    with django_assert_num_queries(statements):
        body = find(api, q, page_size=30)

    assert len(body["results"]) == body["count"] == rows


def test_pages_go_on_where_the_last_one_ended(api, search_off):
    vendor, shelf = make_vendor(), make_category()
    for _ in range(5):
        make_product(name="Bicicleta", vendor=vendor, category=shelf)

    first = find(api, "bicicleta", page_size=3)
    second = api.get(first["next"]).json()

    ids = [row["id"] for row in first["results"] + second["results"]]
    assert len(set(ids)) == 5


def test_without_embedder_the_answer_says_that_it_is_degraded(api, goods, search_off):
    body = find(api, "lavadora")

    assert (body["mode"], body["degraded"]) == ("text", True)
    assert names(body)[0] == "Lavadora Whirlpool 18 kg"


def test_meaning_finds_what_words_do_not(api, goods, search_on, drain_outbox):
    drain_outbox()

    by_words = find(api, "nevera haceb no frost", mode="text")
    by_meaning = find(api, "nevera haceb no frost", mode="semantic")
    both = find(api, "lavadora whirlpool")

    assert by_words["mode"] == "text"
    assert names(by_meaning) == ["Refrigerador Haceb no frost"]
    assert (by_meaning["mode"], by_meaning["degraded"]) == ("semantic", False)
    assert names(both)[0] == "Lavadora Whirlpool 18 kg"
    assert (both["mode"], both["degraded"]) == ("hybrid", False)


def test_the_database_decides_what_of_the_index_is_shown(api, goods, search_on, drain_outbox):
    drain_outbox()
    product = goods["Refrigerador Haceb no frost"]
    set_price(product_id=product.pk, price=Decimal(1_700_000), actor_id=None)
    repriced = find(api, "nevera haceb no frost", mode="semantic")

    # Behind the index's back: it still knows the product.
    Product.objects.filter(pk=product.pk).update(status="paused")
    hidden = find(api, "nevera haceb no frost", mode="semantic")

    assert repriced["results"][0]["price"] == "1700000.00"
    assert hidden["results"] == []


def test_an_embedder_that_hangs_costs_its_budget_once(api, goods, settings, monkeypatch):
    settings.EMBEDDER_URL = settings.CHROMA_URL = "http://127.0.0.1:9"
    embedder.breaker.reset()
    calls = []
    real = embedder._ask

    def counted(*args, **kwargs):
        calls.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr(embedder, "_ask", counted)

    bodies = [find(api, "lavadora") for _ in range(5)]

    assert all(body["degraded"] for body in bodies)
    assert len(calls) == 1
    embedder.breaker.reset()


def test_while_the_model_loads_search_goes_by_words(api, goods, search_on):
    search_on.model.status = "loading"

    body = find(api, "lavadora")

    assert (body["mode"], body["degraded"]) == ("text", True)


def test_a_product_with_variants_is_found_once_by_a_common_sku_and_words(api, search_off):
    variants = [NewVariant(price=Decimal(1_000), stock=1, sku=f"MESA-{n}") for n in range(3)]
    make_product(name="Mesa", variants=variants)

    assert find(api, "MESA-1")["count"] == 1
    assert find(api, "mesa")["count"] == 1


def test_fused_lists_prefer_what_stands_high_in_more_of_them():
    a, b, c, d = (uuid4() for _ in range(4))

    assert fuse([(1.0, [a, b, c]), (1.0, [b, d])]) == [b, a, d, c]
    assert fuse([(1.0, [a, b]), (0.5, [d])]) == [a, b, d]
    assert fuse([]) == []


def test_plain_words_are_short_few_and_without_accents():
    assert plain_words("Bicicletá de MONTAÑA 29'' xx") == ["bicicleta", "montana"]
    assert len(plain_words("palabra " * 50)) == 8
    assert plain_words("x" * 41) == []
