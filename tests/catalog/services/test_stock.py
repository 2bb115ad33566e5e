from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.errors import NotSellable, OutOfStock, StockBelowReserved, VariantNotFound
from catalog.models import Reservation, StockMovement, Variant
from catalog.services.categories import set_visible
from catalog.services.products import NewVariant, change_status, delete_product
from catalog.services.stock import (
    change_stock,
    release_stock,
    reserve_stock,
    restock,
    sell_stock,
)
from catalog.states import ProductAction, ProductRole
from marketplace.shared.errors import InvalidInputError
from tests.catalog.books import assert_sound
from tests.factories.catalog import make_product, make_variants, variant_of
from tests.factories.vendors import make_vendor
from vendors.services.approval import change_status as change_vendor_status
from vendors.states import VendorAction

pytestmark = pytest.mark.django_db


def figures(variant_id):
    variant = Variant.objects.get(pk=variant_id)
    return variant.on_hand, variant.reserved


def change(variant_id, operation, quantity, **values):
    return change_stock(
        variant_id=variant_id,
        operation=operation,
        quantity=quantity,
        **{"reason": "conteo", "actor_id": None, **values},
    )


def test_reserve_stock_sets_units_aside_and_says_what_the_line_must_say():
    product = make_product(name="Morral", price=80_000, stock=5, sku="MOR-1")
    variant = variant_of(product)
    order_id = uuid4()

    [item] = reserve_stock(order_id=order_id, quantities={variant.pk: 3})

    assert figures(variant.pk) == (5, 3)
    assert item.variant_id == variant.pk
    assert item.product_id == product.pk
    assert item.vendor_id == product.vendor_id
    assert (item.name, item.sku, item.quantity) == ("Morral", "MOR-1", 3)
    assert (str(item.unit_price), item.iva_class) == ("80000.00", "general")
    reservation = Reservation.objects.get()
    assert (reservation.order_id, reservation.quantity, reservation.state) == (
        order_id,
        3,
        "active",
    )
    assert_sound()


def test_reserve_stock_names_the_variant_where_there_are_several():
    product = make_product(
        name="Camiseta",
        variants=[
            NewVariant(price=Decimal(30_000), stock=1, name="Talla S"),
            NewVariant(price=Decimal(32_000), stock=1, name="Talla M"),
        ],
    )
    second = Variant.objects.get(product=product, position=1)

    [item] = reserve_stock(order_id=uuid4(), quantities={second.pk: 1})

    assert (item.name, str(item.unit_price)) == ("Camiseta · Talla M", "32000.00")


@pytest.mark.parametrize("lines", [1, 30])
def test_reserve_stock_costs_two_statements_for_any_number_of_lines(
    lines, django_assert_num_queries
):
    variant_ids = make_variants(lines)

    with transaction.atomic(), django_assert_num_queries(2):
        items = reserve_stock(order_id=uuid4(), quantities=dict.fromkeys(variant_ids, 1))

    assert [item.variant_id for item in items] == sorted(variant_ids)


def test_reserve_stock_keeps_nothing_when_one_variant_is_short():
    plenty, short = make_variants(2, stock=2)
    change(short, "set", 1)

    with pytest.raises(OutOfStock) as refusal, transaction.atomic():
        reserve_stock(order_id=uuid4(), quantities={plenty: 2, short: 2})

    assert refusal.value.details == {
        "variant_id": str(short),
        "product_id": str(Variant.objects.get(pk=short).product_id),
        "available": 1,
        "requested": 2,
    }
    assert figures(plenty) == (2, 0)
    assert figures(short) == (1, 0)
    assert Reservation.objects.count() == 0


def hide_variant(product):
    Variant.objects.filter(product=product).update(is_active=False)


def pause(product):
    change_status(
        product_id=product.pk,
        action=ProductAction.PAUSE,
        role=ProductRole.VENDOR,
        actor_id=None,
    )


def remove(product):
    delete_product(product_id=product.pk, actor_id=None)


def hide_category(product):
    set_visible(category_id=product.category_id, is_active=False)


def suspend_vendor(product):
    change_vendor_status(
        vendor_id=product.vendor_id, action=VendorAction.SUSPEND, actor_id=None, reason="queja"
    )


@pytest.mark.parametrize("close", [hide_variant, pause, remove, hide_category, suspend_vendor])
def test_reserve_stock_refuses_what_is_not_for_sale_any_more(close):
    product = make_product(stock=5)
    variant_id = variant_of(product).pk
    close(product)

    with pytest.raises(NotSellable) as refusal, transaction.atomic():
        reserve_stock(order_id=uuid4(), quantities={variant_id: 1})

    assert refusal.value.details["variant_id"] == str(variant_id)
    assert figures(variant_id) == (5, 0)
    assert Reservation.objects.count() == 0


def test_reserve_stock_refuses_an_unknown_variant():
    unknown = uuid4()

    with pytest.raises(NotSellable) as refusal, transaction.atomic():
        reserve_stock(order_id=uuid4(), quantities={unknown: 1})

    assert refusal.value.details == {"variant_id": str(unknown)}


@pytest.mark.parametrize("quantities", [{}, {uuid4(): 0}, {uuid4(): -1}])
def test_reserve_stock_wants_at_least_one_unit(quantities):
    with pytest.raises(ValueError, match="at least 1"), transaction.atomic():
        reserve_stock(order_id=uuid4(), quantities=quantities)


def test_one_order_cannot_hold_a_variant_twice():
    [variant_id] = make_variants(1)
    order_id = uuid4()
    reserve_stock(order_id=order_id, quantities={variant_id: 1})

    with pytest.raises(IntegrityError), transaction.atomic():
        reserve_stock(order_id=order_id, quantities={variant_id: 1})

    assert figures(variant_id) == (10, 1)


def test_release_stock_frees_every_unit_once():
    first, second = make_variants(2)
    order_id = uuid4()
    reserve_stock(order_id=order_id, quantities={first: 2, second: 3})

    assert release_stock(order_id=order_id) == 5
    assert release_stock(order_id=order_id) == 0

    assert figures(first) == (10, 0)
    assert figures(second) == (10, 0)
    assert set(Reservation.objects.values_list("state", flat=True)) == {"released"}
    assert_sound()


def test_sell_stock_takes_every_unit_once_and_writes_why():
    first, second = make_variants(2)
    order_id = uuid4()
    reserve_stock(order_id=order_id, quantities={first: 2, second: 3})

    assert sell_stock(order_id=order_id) == 5
    assert sell_stock(order_id=order_id) == 0
    assert release_stock(order_id=order_id) == 0

    assert figures(first) == (8, 0)
    assert figures(second) == (7, 0)
    sales = StockMovement.objects.filter(kind="sale", order_id=order_id)
    assert {(sale.variant_id, sale.quantity, sale.on_hand_after) for sale in sales} == {
        (first, -2, 8),
        (second, -3, 7),
    }
    assert_sound()


def test_a_released_order_may_reserve_again():
    [variant_id] = make_variants(1, stock=2)
    order_id = uuid4()
    reserve_stock(order_id=order_id, quantities={variant_id: 2})
    release_stock(order_id=order_id)

    reserve_stock(order_id=order_id, quantities={variant_id: 2})

    assert figures(variant_id) == (2, 2)
    assert_sound()


@pytest.mark.parametrize("end", [release_stock, sell_stock])
@pytest.mark.parametrize("lines", [1, 20])
def test_ending_costs_two_statements_for_any_number_of_lines(end, lines, django_assert_num_queries):
    order_id = uuid4()
    reserve_stock(order_id=order_id, quantities=dict.fromkeys(make_variants(lines), 1))

    with transaction.atomic(), django_assert_num_queries(2):
        assert end(order_id=order_id) == lines


def test_restock_brings_sold_units_back_with_a_reason():
    [variant_id] = make_variants(1)
    order_id = uuid4()
    reserve_stock(order_id=order_id, quantities={variant_id: 4})
    sell_stock(order_id=order_id)

    assert restock(order_id=order_id, quantities={variant_id: 3}, reason="Retracto") == 3

    assert figures(variant_id) == (9, 0)
    movement = StockMovement.objects.get(kind="return")
    assert (movement.quantity, movement.on_hand_after, movement.reason, movement.order_id) == (
        3,
        9,
        "Retracto",
        order_id,
    )
    assert_sound()


@pytest.mark.parametrize(
    ("operation", "quantity", "on_hand", "moved"),
    [("set", 7, 7, -3), ("add", 5, 15, 5), ("subtract", 4, 6, -4), ("set", 10, 10, 0)],
)
def test_change_stock_counts_and_writes_why(operation, quantity, on_hand, moved):
    [variant_id] = make_variants(1)

    result = change(variant_id, operation, quantity, reason="Inventario")

    assert (result.on_hand, result.reserved, result.available) == (on_hand, 0, on_hand)
    movement = StockMovement.objects.get(pk=result.movement_id)
    assert (movement.kind, movement.quantity, movement.on_hand_after, movement.reason) == (
        operation,
        moved,
        on_hand,
        "Inventario",
    )
    assert_sound()


@pytest.mark.parametrize(("operation", "quantity"), [("set", 3), ("subtract", 7), ("subtract", 99)])
def test_change_stock_never_goes_below_what_buyers_have_reserved(operation, quantity):
    [variant_id] = make_variants(1)
    reserve_stock(order_id=uuid4(), quantities={variant_id: 4})
    movements = StockMovement.objects.count()

    with pytest.raises(StockBelowReserved) as refusal, transaction.atomic():
        change(variant_id, operation, quantity)

    assert refusal.value.details == {"variant_id": str(variant_id), "on_hand": 10, "reserved": 4}
    assert figures(variant_id) == (10, 4)
    assert StockMovement.objects.count() == movements


@pytest.mark.parametrize(("operation", "quantity"), [("set", -1), ("add", 10_000_000)])
def test_change_stock_refuses_impossible_figures(operation, quantity):
    [variant_id] = make_variants(1)

    with pytest.raises(InvalidInputError), transaction.atomic():
        change(variant_id, operation, quantity)

    assert figures(variant_id) == (10, 0)


def test_change_stock_does_not_find_another_shops_variant():
    [variant_id] = make_variants(1)

    with pytest.raises(VariantNotFound), transaction.atomic():
        change(variant_id, "set", 0, vendor_id=make_vendor().pk)

    assert figures(variant_id) == (10, 0)


def test_movements_stay_as_written():
    make_variants(1)

    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        StockMovement.objects.update(quantity=1)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "release", "sell", "add", "subtract", "set"]),
        st.integers(1, 6),
        st.integers(0, 2),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_whatever_happens_in_whatever_order_the_books_are_right(steps):
    with transaction.atomic():
        [variant_id] = make_variants(1, stock=8)
        orders = [uuid4(), uuid4(), uuid4()]
        for step, quantity, which in steps:
            _try(step, variant_id, orders[which], quantity)
        assert_sound()
        transaction.set_rollback(True)


def _try(step, variant_id, order_id, quantity):
    deeds = {
        "reserve": lambda: reserve_stock(order_id=order_id, quantities={variant_id: quantity}),
        "release": lambda: release_stock(order_id=order_id),
        "sell": lambda: sell_stock(order_id=order_id),
    }
    try:
        with transaction.atomic():
            if step in deeds:
                deeds[step]()
            else:
                change(variant_id, step, quantity)
    except (OutOfStock, StockBelowReserved, IntegrityError):
        return
