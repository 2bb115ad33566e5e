from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from catalog.errors import (
    CategoryNotFound,
    ProductIncomplete,
    ProductNotFound,
    ProductTransitionNotAllowed,
    SkuTaken,
    TooManyImages,
    VariantNotFound,
)
from catalog.models import PriceChange, Product, ProductImage, ProductStatusChange, Variant
from catalog.selectors.sellable import default_variants, offers
from catalog.services.categories import set_visible
from catalog.services.images import add_image
from catalog.services.products import (
    NewVariant,
    change_status,
    create_product,
    delete_product,
    set_price,
    update_product,
)
from catalog.states import ProductAction, ProductRole
from marketplace.shared.models import AuditEntry
from tests.catalog.books import assert_sound
from tests.factories.catalog import make_category, make_product, picture_file, variant_of
from tests.factories.vendors import make_vendor
from tests.support.races import tally

pytestmark = pytest.mark.django_db


def create(**values):
    defaults: dict[str, Any] = {
        "name": "Silla",
        "description": "",
        "price": Decimal(10_000),
        "stock": 1,
    }
    if "vendor_id" not in values:
        values["vendor_id"] = make_vendor().pk
    if "category_id" not in values:
        values["category_id"] = make_category().pk
    return create_product(**(defaults | values))


def move(product, action, role=ProductRole.STAFF, **values):
    return change_status(
        product_id=product.pk, action=action, role=role, **{"actor_id": None, **values}
    )


def test_a_new_product_starts_its_histories():
    actor = uuid4()

    product = create(stock=3, actor_id=actor)

    variant = variant_of(product)
    assert (variant.on_hand, variant.reserved, variant.vendor_id) == (3, 0, product.vendor_id)
    assert [str(each.price) for each in PriceChange.objects.all()] == ["10000.00"]
    [step] = ProductStatusChange.objects.all()
    assert (step.from_status, step.to_status, step.actor_id) == ("", "draft", actor)
    assert_sound()


def test_products_of_one_name_get_addresses_of_their_own():
    first, second = create(name="Café Águila"), create(name="Café Águila")

    assert first.slug == "cafe-aguila"
    assert second.slug.startswith("cafe-aguila-")
    assert create(name="¿?").slug


@pytest.mark.django_db(transaction=True)
def test_products_made_at_once_get_addresses_of_their_own(race):
    vendor_id, category_id = make_vendor().pk, make_category().pk
    make = partial(create, vendor_id=vendor_id, category_id=category_id, name="Igual")

    race([make] * 6)

    assert len(set(Product.objects.values_list("slug", flat=True))) == 6


@pytest.mark.django_db(transaction=True)
def test_a_sku_is_given_once_also_to_requests_at_once(race):
    vendor_id, category_id = make_vendor().pk, make_category().pk
    make = partial(create, vendor_id=vendor_id, category_id=category_id, sku="IGUAL")

    outcomes = race([make] * 6)

    assert sum(isinstance(outcome, SkuTaken) for outcome in outcomes) == 5
    assert Product.objects.count() == Variant.objects.count() == 1


def test_a_sku_twice_in_one_product_is_refused():
    variants = [
        NewVariant(price=Decimal(1), stock=0, sku="X"),
        NewVariant(price=Decimal(1), stock=0, sku="X"),
    ]

    with pytest.raises(SkuTaken), transaction.atomic():
        create(variants=variants)

    assert Product.objects.count() == 0


def test_a_product_is_not_put_on_a_hidden_shelf():
    category = make_category()
    set_visible(category_id=category.pk, is_active=False)

    with pytest.raises(CategoryNotFound), transaction.atomic():
        create(category_id=category.pk)


def test_the_first_approval_says_when_a_product_was_published():
    product = make_product(status="pending_review")
    actor = uuid4()

    product = move(product, ProductAction.APPROVE, actor_id=actor, reason="bien")
    published = product.published_at
    move(product, ProductAction.PAUSE)
    product = move(product, ProductAction.RESUME)

    assert published is not None
    assert product.published_at == published
    entry = AuditEntry.objects.filter(action="product.approve").get()
    assert (entry.actor_id, entry.reason, entry.changes) == (
        actor,
        "bien",
        {"status": ["pending_review", "active"]},
    )
    assert_sound()


def test_a_refused_step_writes_nothing():
    product = make_product(status="draft")
    steps = ProductStatusChange.objects.count()

    with pytest.raises(ProductTransitionNotAllowed), transaction.atomic():
        move(product, ProductAction.APPROVE)

    product.refresh_from_db()
    assert product.status == "draft"
    assert ProductStatusChange.objects.count() == steps


def test_a_product_without_a_variant_for_sale_is_not_submitted():
    product = make_product(status="draft")
    Variant.objects.update(is_active=False)

    with pytest.raises(ProductIncomplete), transaction.atomic():
        move(product, ProductAction.SUBMIT)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_approve_at_once_make_one_step(race):
    product = make_product(status="pending_review")

    outcomes = race([partial(move, product, ProductAction.APPROVE)] * 4)

    assert tally(outcomes)["ProductTransitionNotAllowed"] == 3
    assert product.history.filter(to_status="active").count() == 1
    assert_sound()


def test_the_lowest_price_of_active_variants_is_the_products():
    product = make_product(
        variants=[
            NewVariant(price=Decimal(30_000), stock=1),
            NewVariant(price=Decimal(20_000), stock=1),
        ]
    )
    cheap = Variant.objects.get(product=product, price=20_000)

    set_price(product_id=product.pk, variant_id=cheap.pk, price=Decimal(40_000), actor_id=None)

    product.refresh_from_db()
    assert str(product.price) == "30000.00"
    assert_sound()


def test_a_price_that_stays_is_not_written_again():
    product = make_product(price=50_000)

    set_price(product_id=product.pk, price=Decimal(50_000), actor_id=None)

    assert PriceChange.objects.count() == 1


def test_a_crossed_out_price_goes_when_it_is_no_longer_higher():
    variant = NewVariant(price=Decimal(30_000), stock=1, compare_at_price=Decimal(40_000))
    product = make_product(variants=[variant])

    set_price(product_id=product.pk, price=Decimal(40_000), actor_id=None)

    assert variant_of(product).compare_at_price is None


def test_a_price_for_several_variants_must_say_which():
    product = make_product(
        variants=[
            NewVariant(price=Decimal(30_000), stock=1),
            NewVariant(price=Decimal(20_000), stock=1),
        ]
    )

    with pytest.raises(ProductIncomplete), transaction.atomic():
        set_price(product_id=product.pk, price=Decimal(1_000), actor_id=None)
    with pytest.raises(VariantNotFound), transaction.atomic():
        set_price(
            product_id=product.pk,
            variant_id=variant_of(make_product()).pk,
            price=Decimal(1_000),
            actor_id=None,
        )
    assert PriceChange.objects.filter(price=1_000).count() == 0


def test_an_update_that_changes_nothing_writes_nothing():
    product = make_product(name="Igual")

    update_product(product_id=product.pk, changes={"name": "Igual"}, actor_id=None)

    assert Product.objects.get(pk=product.pk).search_version == product.search_version


def test_a_deleted_product_is_gone_for_everybody():
    product = make_product()
    delete_product(product_id=product.pk, actor_id=None)

    with pytest.raises(ProductNotFound), transaction.atomic():
        delete_product(product_id=product.pk, actor_id=None)
    with pytest.raises(ProductNotFound), transaction.atomic():
        update_product(product_id=product.pk, changes={"name": "x"}, actor_id=None)
    assert not offers(variant_ids=[variant_of(product).pk])[variant_of(product).pk].is_sellable
    assert_sound()


def test_a_product_takes_twenty_pictures_and_the_first_is_primary():
    product = make_product()
    for _ in range(20):
        add_image(product_id=product.pk, upload=picture_file())

    with pytest.raises(TooManyImages):
        add_image(product_id=product.pk, upload=picture_file())

    rows = ProductImage.objects.order_by("position").values_list("position", "is_primary")
    assert list(rows) == [(n, n == 0) for n in range(20)]


@pytest.mark.parametrize("number", [1, 20])
def test_offers_and_default_variants_cost_one_statement_each(number, django_assert_num_queries):
    products = [make_product() for _ in range(number)]

    with django_assert_num_queries(2):
        variants = default_variants(product_ids=[product.pk for product in products])
        found = offers(variant_ids=list(variants.values()))

    assert set(variants) == {product.pk for product in products}
    assert len(found) == number
    assert all(offer.is_sellable and offer.available == 10 for offer in found.values())


def test_an_offer_says_what_a_cart_shows():
    product = make_product(name="Mesa", price=120_000, stock=4, sku="MESA")
    image = add_image(product_id=product.pk, upload=picture_file())
    variant = variant_of(product)

    offer = offers(variant_ids=[variant.pk, uuid4()])[variant.pk]

    assert (offer.name, offer.sku, str(offer.price), offer.available) == (
        "Mesa",
        "MESA",
        "120000.00",
        4,
    )
    assert offer.vendor_slug == product.vendor.slug
    assert offer.image_url == image.file.url


def test_the_default_variant_is_the_first_that_is_for_sale():
    product = make_product(
        variants=[
            NewVariant(price=Decimal(30_000), stock=1),
            NewVariant(price=Decimal(20_000), stock=1),
        ]
    )
    first, second = Variant.objects.filter(product=product).order_by("position")
    assert default_variants(product_ids=[product.pk]) == {product.pk: first.pk}

    Variant.objects.filter(pk=first.pk).update(is_active=False)

    assert default_variants(product_ids=[product.pk]) == {product.pk: second.pk}
