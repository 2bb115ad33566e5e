from decimal import Decimal

import pytest

from accounts.errors import UnknownDepartment
from catalog.errors import NotSellable, OutOfStock
from catalog.services.products import set_price
from marketplace.shared import clock
from marketplace.shared.ids import new_id
from marketplace.shared.models import OutboxMessage
from orders.errors import TotalChanged
from orders.models import Order, OrderLine, VendorOrder
from orders.services.placement import place_order
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.orders import ADDRESS, variant_ids
from tests.factories.vendors import make_vendor
from tests.orders.support import assert_sound, counts, history, statements, stock
from vendors.services.approval import change_status
from vendors.services.tariffs import set_shipping_rate
from vendors.states import VendorAction

pytestmark = pytest.mark.django_db


def place(products, **values):
    ids = variant_ids(*products)
    defaults = {
        "buyer_id": make_user().pk,
        "email": "ana@example.com",
        "quantities": dict(zip(ids, products.values(), strict=True)),
        "shipping_address": ADDRESS,
    }
    return place_order(**(defaults | values))


def test_an_order_of_two_vendors_adds_up_to_the_peso():
    near, far = make_vendor(), make_vendor(charges_iva=False, commission_rate=Decimal("0.08"))
    lamp = make_product(price=99_900, stock=5, vendor=near)
    book = make_product(price=40_000, stock=5, vendor=near, iva_class="exempt")
    mug = make_product(price=250_000, stock=5, vendor=far)

    order = place({lamp: 1, mug: 2, book: 1})

    order.refresh_from_db()
    first, second = VendorOrder.objects.order_by("number")
    assert (first.vendor_id, second.vendor_id) == (near.pk, far.pk)
    assert (first.subtotal, first.iva, first.shipping, first.total) == (
        83_950 + 40_000,
        15_950,
        15_000,
        154_900,
    )
    assert (second.subtotal, second.iva, second.shipping, second.total) == (500_000, 0, 0, 500_000)
    assert (order.subtotal, order.iva, order.shipping, order.total) == (
        623_950,
        15_950,
        15_000,
        654_900,
    )
    assert (first.commission_rate, second.commission_rate) == (Decimal("0.05"), Decimal("0.08"))
    assert [first.number, second.number] == [f"{order.number}-1", f"{order.number}-2"]
    lines = OrderLine.objects.order_by("position").values_list("name", "iva_rate", "iva")
    assert list(lines) == [
        (lamp.name, Decimal("0.19"), 15_950),
        (mug.name, 0, 0),
        (book.name, 0, 0),
    ]
    assert stock(lamp, mug, book) == [(5, 1), (5, 2), (5, 1)]
    assert history(order) == [("", "pending", "buyer", "")]
    assert list(OutboxMessage.objects.filter(event="orders.order_placed").values("payload")) == [
        {"payload": {"order_id": str(order.pk)}}
    ]
    assert_sound()


def test_the_reservation_lasts_fifteen_minutes_of_the_database():
    order = place({make_product(): 1})

    assert (order.reserved_until - clock.now()).total_seconds() == 15 * 60
    assert order.number.startswith(f"ORD-{order.created_at.astimezone():%Y}")


def test_the_address_is_kept_in_its_stored_form():
    address = {**ADDRESS, "city": "cali", "department": "valle", "phone": "300 111 2233"}

    order = place({make_product(): 1}, shipping_address=address)

    order.refresh_from_db()
    assert order.shipping_address == {
        **ADDRESS,
        "city": "Santiago de Cali",
        "department": "Valle del Cauca",
        "city_code": "76001",
        "department_code": "76",
        "phone": "+573001112233",
    }


def test_shipping_follows_the_vendors_tariff_for_the_department():
    vendor = make_vendor()
    set_shipping_rate(
        vendor_id=vendor.pk,
        department="Valle del Cauca",
        fee=Decimal(22_000),
        free_from=Decimal(500_000),
    )
    lamp = make_product(price=300_000, vendor=vendor)

    far = place({lamp: 1}, shipping_address={**ADDRESS, "city": "Cali", "department": "Valle"})
    near = place({lamp: 1})

    assert (far.shipping, near.shipping) == (22_000, 0)


def refused(error, products, **values):
    before, units = counts(), stock(*products)
    with pytest.raises(error) as refusal:
        place(products, **values)
    assert counts() == before
    assert stock(*products) == units
    return refusal.value


@pytest.mark.django_db(transaction=True)
def test_one_short_product_keeps_nothing_of_the_whole_order():
    plenty, short = make_product(stock=5), make_product(stock=1)

    refusal = refused(OutOfStock, {plenty: 1, short: 2})

    assert refusal.details["product_id"] == str(short.pk)
    assert refusal.details["available"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_product_that_is_not_active_is_not_sold():
    refused(NotSellable, {make_product(): 1, make_product(status="draft"): 1})


@pytest.mark.django_db(transaction=True)
def test_a_variant_that_does_not_exist_is_not_sold():
    product = make_product()

    refused(NotSellable, {product: 1}, quantities={new_id(): 1})


@pytest.mark.django_db(transaction=True)
def test_a_vendor_suspended_between_cart_and_order_sells_nothing():
    vendor = make_vendor()
    product = make_product(vendor=vendor)
    change_status(vendor_id=vendor.pk, action=VendorAction.SUSPEND, actor_id=None, reason="x")

    refused(NotSellable, {product: 1})


@pytest.mark.django_db(transaction=True)
def test_an_unknown_department_is_refused():
    refused(UnknownDepartment, {make_product(): 1}, shipping_address={**ADDRESS, "department": "X"})


@pytest.mark.django_db(transaction=True)
def test_a_total_that_changed_is_refused_with_the_present_figures():
    product = make_product(price=100_000)
    set_price(product_id=product.pk, price=Decimal(119_000), actor_id=None)

    refusal = refused(TotalChanged, {product: 1}, expected_total=Decimal(115_000))

    assert refusal.details == {
        "expected_total": "115000",
        "subtotal": "100000.00",
        "iva": "19000.00",
        "shipping": "15000.00",
        "discount": "0.00",
        "total": "134000.00",
    }


def test_the_total_that_was_expected_is_taken():
    order = place({make_product(price=100_000): 1}, expected_total=Decimal("115000.00"))

    assert Order.objects.get().pk == order.pk
    assert order.total == 115_000


@pytest.mark.parametrize("lines", [1, 12])
def test_placing_takes_ten_statements_however_many_lines(lines):
    products = {make_product(): 1 for _ in range(lines)}
    ids = dict.fromkeys(variant_ids(*products), 1)
    buyer = make_user()

    with statements() as sent:
        place_order(buyer_id=buyer.pk, email=buyer.email, quantities=ids, shipping_address=ADDRESS)

    assert len(sent) == 10
