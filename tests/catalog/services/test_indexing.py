from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from catalog.models import Product, SearchWord
from catalog.search.errors import SearchUnavailable
from catalog.search.vectors import vector_index
from catalog.services import indexing
from catalog.services.brands import rename_brand
from catalog.services.categories import move_category, rename_category, set_visible
from catalog.services.indexing import find_drift, index_product, repair
from catalog.services.products import change_status, delete_product, set_price, update_product
from catalog.services.search_index import refresh_products
from catalog.services.stock import change_stock
from catalog.states import ProductAction, ProductRole
from marketplace.shared.models import OutboxMessage
from tests.factories.catalog import make_brand, make_category, make_product, variant_of
from tests.factories.vendors import make_vendor
from vendors.services.approval import change_status as change_vendor_status
from vendors.states import VendorAction

pytestmark = pytest.mark.django_db


def indexed():
    return vector_index(model="small", dimension=512).versions()


def expected(*products):
    rows = Product.objects.filter(pk__in=[product.pk for product in products])
    return {str(product.pk): product.search_version for product in rows}


def messages():
    """Return (product, version) of the waiting news, oldest first."""
    rows = OutboxMessage.objects.filter(event="catalog.product_changed", status="waiting")
    return [(row.payload["product_id"], row.payload["version"]) for row in rows.order_by("id")]


def forget():
    OutboxMessage.objects.update(status="done")


def test_a_product_that_becomes_visible_is_in_the_index_with_its_version(search_on, drain_outbox):
    product = make_product()
    make_product(status="draft")

    drain_outbox()

    assert indexed() == expected(product)


def test_a_changed_product_is_written_again_with_the_new_version(search_on, drain_outbox):
    product = make_product()
    drain_outbox()
    before = indexed()

    update_product(product_id=product.pk, changes={"name": "Otro nombre"}, actor_id=None)
    drain_outbox()

    assert indexed() == {str(product.pk): before[str(product.pk)] + 1}


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


@pytest.mark.parametrize("hide", [pause, remove, hide_category, suspend_vendor])
def test_a_product_that_is_hidden_leaves_the_index(hide, search_on, drain_outbox):
    hidden, other = make_product(), make_product()
    drain_outbox()

    hide(hidden)
    drain_outbox()

    assert indexed() == expected(other)


def test_a_shop_that_comes_back_brings_its_products_back(search_on, drain_outbox):
    product = make_product()
    suspend_vendor(product)
    drain_outbox()
    assert indexed() == {}

    change_vendor_status(
        vendor_id=product.vendor_id, action=VendorAction.REACTIVATE, actor_id=None, reason="listo"
    )
    drain_outbox()

    assert indexed() == expected(product)


def test_indexing_twice_finds_nothing_to_do(search_on):
    product = make_product()

    assert index_product(product_id=product.pk) == "written"
    assert index_product(product_id=product.pk) == "current"


def test_a_late_job_does_not_put_an_old_version_over_a_newer_one(search_on, monkeypatch):
    product = make_product()
    old = indexing.searchable_texts(product_ids=[product.pk])
    update_product(product_id=product.pk, changes={"name": "Más nuevo"}, actor_id=None)
    index_product(product_id=product.pk)
    newest = indexed()

    monkeypatch.setattr(indexing, "searchable_texts", lambda **_: old)

    assert index_product(product_id=product.pk) == "current"
    assert indexed() == newest


def test_an_unknown_product_is_taken_out(search_on):
    assert index_product(product_id=uuid4()) == "removed"


def test_without_configuration_jobs_are_done_and_nothing_piles_up(search_off, drain_outbox):
    product = make_product(name="Lavadora")

    drain_outbox()

    assert index_product(product_id=product.pk) == "off"
    assert not OutboxMessage.objects.exclude(status="done").exists()
    assert SearchWord.objects.filter(word="lavadora").exists()


def test_without_a_model_jobs_are_done_too(search_on):
    search_on.model.status = "lexical_only"

    assert index_product(product_id=make_product().pk) == "off"


def test_while_the_model_loads_the_message_tries_again(search_on, drain_outbox, caplog):
    product = make_product()
    forget()
    refresh_products(product_ids=[product.pk])
    search_on.model.status = "loading"

    drain_outbox(failures_allowed=True)

    waiting = OutboxMessage.objects.get(status="waiting")
    assert (waiting.attempts, waiting.last_error) == (
        1,
        "SearchUnavailable: the model is loading",
    )


def test_a_dead_chroma_is_said_within_its_time_limit(search_on, settings):
    settings.CHROMA_URL = "http://127.0.0.1:9"

    with pytest.raises(SearchUnavailable):
        index_product(product_id=make_product().pk)


def test_a_refused_change_tells_nobody():
    product = make_product()
    forget()

    with transaction.atomic():
        update_product(product_id=product.pk, changes={"name": "Nunca"}, actor_id=None)
        transaction.set_rollback(True)

    assert messages() == []


def test_every_change_that_search_shows_is_told_once_with_a_new_version():
    brand, category = make_brand(), make_category()
    product = make_product(brand=brand, category=category)
    pk, version = str(product.pk), product.search_version
    changes = [
        lambda: update_product(product_id=product.pk, changes={"name": "Nuevo"}, actor_id=None),
        lambda: rename_brand(brand_id=brand.pk, name="Marca nueva"),
        lambda: rename_category(category_id=category.pk, name="Categoría nueva"),
        lambda: move_category(category_id=category.pk, parent_id=make_category().pk),
        lambda: set_visible(category_id=category.pk, is_active=False),
        lambda: refresh_products(product_ids=[product.pk]),
        lambda: Product.objects.get(pk=product.pk).save(),
    ]
    for steps, change in enumerate(changes, start=1):
        forget()

        change()

        assert (pk, version + steps) in messages()
        assert len(messages()) in (1, 2)


def test_stock_and_prices_are_not_told():
    product = make_product()
    forget()

    set_price(product_id=product.pk, price=Decimal(99_000), actor_id=None)
    change_stock(
        variant_id=variant_of(product).pk,
        operation="add",
        quantity=1,
        reason="entrada",
        actor_id=None,
    )

    assert messages() == []


def test_refresh_products_wants_exactly_one_choice():
    with pytest.raises(ValueError, match="exactly one"):
        refresh_products()
    with pytest.raises(ValueError, match="exactly one"):
        refresh_products(vendor_id=uuid4(), brand_id=uuid4())


@pytest.mark.parametrize("products", [1, 8])
def test_refreshing_a_shop_costs_the_same_for_any_number_of_products(
    products, django_assert_num_queries
):
    vendor, category = make_vendor(), make_category()
    for _ in range(products):
        make_product(vendor=vendor, category=category)

    with transaction.atomic(), django_assert_num_queries(2):
        assert refresh_products(vendor_id=vendor.pk) == products


def drifted():
    """Return products that the index lacks, has too old, and has too much."""
    missing, outdated, surplus, right = (make_product() for _ in range(4))
    for product in (outdated, surplus, right):
        index_product(product_id=product.pk)
    refresh_products(product_ids=[outdated.pk])
    Product.objects.filter(pk=surplus.pk).update(status="paused")
    return missing, outdated, surplus, right


def test_drift_is_found_in_both_directions_and_mended(search_on):
    missing, outdated, surplus, right = drifted()

    drift = find_drift()

    assert drift.missing == [str(missing.pk)]
    assert drift.outdated == [str(outdated.pk)]
    assert drift.surplus == [str(surplus.pk)]
    assert repair(drift) == 3
    assert not find_drift()
    assert indexed() == expected(missing, outdated, right)


def test_the_command_reports_drift_and_repairs_only_when_told(search_on, capsys):
    drifted()

    with pytest.raises(CommandError, match="--fix"):
        call_command("check_search_index")
    assert capsys.readouterr().out == "missing: 1\noutdated: 1\nsurplus: 1\n"

    call_command("check_search_index", fix=True)
    assert capsys.readouterr().out.endswith("repaired: 3\n")

    call_command("check_search_index")
    assert capsys.readouterr().out == "missing: 0\noutdated: 0\nsurplus: 0\n"


def test_reindexing_writes_everything_visible_and_nothing_else(search_on, capsys):
    missing, outdated, _, right = drifted()

    call_command("reindex_search")

    assert indexed() == expected(missing, outdated, right)
    assert capsys.readouterr().out.endswith("3 products indexed\n")


@pytest.mark.parametrize("command", ["reindex_search", "check_search_index"])
def test_commands_say_what_to_set_when_search_is_off(command, search_off):
    with pytest.raises(CommandError, match="CHROMA_URL"):
        call_command(command)
