"""Each check finds what it is there for; the factories' goods break none of them."""

from uuid import uuid4

import pytest
from django.db import connection

from catalog.invariants import CHECKS
from catalog.services.stock import reserve_stock, sell_stock
from tests.factories.catalog import make_category, make_product, variant_of
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db


def broken():
    with connection.cursor() as cursor:
        found = {}
        for check in CHECKS:
            cursor.execute(check.sql)
            if rows := cursor.fetchall():
                found[check.code] = rows
        return found


@pytest.fixture
def product():
    product = make_product(category=make_category(parent=make_category()))
    order_id = uuid4()
    reserve_stock(order_id=order_id, quantities={variant_of(product).pk: 2})
    sell_stock(order_id=order_id)
    reserve_stock(order_id=uuid4(), quantities={variant_of(product).pk: 1})
    return product


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE catalog_variant SET reserved = 3", {"stock_reserved_adds_up"}),
        ("UPDATE catalog_variant SET on_hand = 99", {"stock_on_hand_adds_up"}),
        ("UPDATE catalog_product SET price = 1", {"product_lowest_price"}),
        (
            "UPDATE catalog_variant SET price = 1",
            {"product_lowest_price", "variant_price_history"},
        ),
        ("UPDATE catalog_product SET status = 'paused'", {"product_status_history"}),
        ("UPDATE catalog_category SET path = 'x/' || path", {"category_path"}),
        (
            "UPDATE catalog_category SET is_active = false WHERE parent_id IS NULL",
            {"category_hidden_branch"},
        ),
        (
            "UPDATE catalog_reservation SET quantity = 9 WHERE state = 'consumed'",
            {"reservation_sold_has_movement"},
        ),
        (
            "INSERT INTO catalog_stockmovement (variant_id, kind, quantity, on_hand_after, reason,"
            " at) SELECT id, 'add', 0, 7, '', now() FROM catalog_variant",
            {"stock_movements_follow"},
        ),
    ],
)
def test_each_check_finds_what_it_is_for(product, statement, expected):
    assert broken() == {}

    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert set(broken()) == expected


def test_a_variant_of_another_shop_is_found(product):
    type(variant_of(product)).objects.update(vendor=make_vendor())

    assert set(broken()) == {"variant_of_the_same_shop"}


def test_every_check_has_its_own_code_and_a_rule_in_words():
    codes = [check.code for check in CHECKS]

    assert len(set(codes)) == len(codes)
    assert all(check.rule.endswith(".") for check in CHECKS)
