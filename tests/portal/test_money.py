"""The first page of the portal, commissions and balance."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.shared import clock
from orders.selectors.portal import DaySales, sales_figures
from orders.services.transitions import cancel_vendor_order
from orders.states import Role
from payments.portal.chart import BASE_LINE, bars
from payments.services.settlement import settle
from tests.factories.catalog import make_product
from tests.factories.orders import make_order
from tests.factories.payments import answer, make_attempt
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.get_default_timezone())


def sell(shop, price=100_000, units=1, **more):
    """Return the shop's part of a paid order."""
    order = make_order(products={make_product(vendor=shop, price=price): units, **more})
    settle(state=answer(make_attempt(order)))
    return order.vendor_orders.get(vendor=shop)


def test_the_first_page_adds_up_today_and_the_month(shop, member):
    for days_ago in (0, 0, 3, 25):
        with clock.travel(NOON - timedelta(days=days_ago)):
            make_order(products={make_product(vendor=shop): 1}, status="confirmed")
    with clock.travel(NOON):
        make_order(products={make_product(vendor=shop): 1})  # not paid
        make_order(products={make_product(vendor=make_vendor()): 1}, status="confirmed")

        figures = sales_figures(vendor_id=shop.pk)
        page = member().get("/portal/").content.decode()

    each = Decimal(65_000)  # 50,000 of goods and 15,000 of shipping
    assert (figures.today.count, figures.today.total) == (2, 2 * each)
    assert (figures.month_count, figures.month_total) == (3, 3 * each)
    assert [day.count for day in figures.days] == [0] * 10 + [1, 0, 0, 2]
    assert figures.to_prepare == 4
    assert "$ 130.000" in page
    assert "$ 195.000" in page


def test_a_day_is_a_day_in_colombia(shop):
    late = NOON - timedelta(hours=12, minutes=30)  # the 19th at 23:30, already the 20th in UTC
    with clock.travel(late):
        make_order(products={make_product(vendor=shop): 1}, status="confirmed")

    with clock.travel(NOON):
        figures = sales_figures(vendor_id=shop.pk)

    assert figures.today.count == 0
    assert [day.day for day in figures.days if day.count] == [date(2026, 11, 19)]


def test_cancelled_sales_do_not_count(shop):
    part = make_order(products={make_product(vendor=shop): 1}, status="confirmed")
    cancel_vendor_order(
        vendor_order_id=part.vendor_orders.get().pk,
        role=Role.VENDOR,
        actor_id=None,
        reason="no hay",
    )

    assert sales_figures(vendor_id=shop.pk).month_total == 0


def test_a_paid_sale_shows_its_commission_and_the_balance_held(shop, member):
    part = sell(shop, price=119_000)  # 119,000 + 15,000 of shipping
    client = member()

    sale = client.get(reverse("orders_portal:sale", args=[part.pk])).content.decode()
    page = client.get("/portal/comisiones/")

    for text in ("Comisión (5 %)", "-$ 6.700", "-$ 1.273", "$ 126.027"):
        assert text in sale
    assert page.context["balance"].held == Decimal(126_027)
    assert page.context["balance"].available == 0
    assert (page.context["totals"].amount, page.context["totals"].iva) == (6_700, 1_273)
    assert part.number in page.content.decode()


def test_who_has_no_business_with_money_does_not_see_it(shop, member):
    part = sell(shop)

    client = member("orders")
    sale = client.get(reverse("orders_portal:sale", args=[part.pk])).content.decode()
    first = client.get("/portal/").content.decode()

    assert "Comisión" not in sale
    assert "Saldo" not in first
    assert "Existencias bajas" not in first


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("catalogue", ["Existencias bajas"], ["Ventas de hoy", "Saldo"]),
        ("orders", ["Ventas de hoy", "Últimas ventas"], ["Saldo", "Existencias bajas"]),
        ("finance", ["Saldo retenido"], ["Ventas de hoy", "Existencias bajas"]),
        ("read_only", ["Ventas de hoy", "Saldo retenido", "Existencias bajas"], []),
    ],
)
def test_the_first_page_shows_each_function_its_own_part(member, role, seen, unseen):
    page = member(role).get("/portal/").content.decode()

    assert [text for text in seen if text not in page] == []
    assert [text for text in unseen if text in page] == []


def test_commissions_of_others_are_not_shown(shop, member):
    other = make_vendor()
    part = sell(other)

    page = member().get("/portal/comisiones/")

    assert part.number not in page.content.decode()
    assert page.context["totals"].sales == 0
    assert page.context["balance"].held == 0


@pytest.mark.parametrize("count", [1, 20])
def test_commissions_cost_the_same_for_one_sale_and_for_twenty(
    shop, member, count, django_assert_num_queries
):
    product = make_product(vendor=shop, stock=100)
    for _ in range(count):
        settle(state=answer(make_attempt(make_order(products={product: 1}))))
    client = member()

    # session, user, membership, count, rows, two of the sums, balance
    with django_assert_num_queries(8):
        page = client.get("/portal/comisiones/")

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 20])
def test_the_first_page_costs_the_same_for_one_sale_and_for_twenty(
    shop, member, count, django_assert_num_queries
):
    for _ in range(count):
        make_order(products={make_product(vendor=shop, stock=1): 1}, status="confirmed")
    client = member()

    # session, user, membership; clock, days, counts; latest; catalogue; low stock; balance
    with django_assert_num_queries(10):
        page = client.get("/portal/")

    assert len(page.context["figures"].latest_sales) == min(count, 6)


def test_low_stock_names_what_runs_out_first(shop, member):
    make_product(vendor=shop, name="Mucho", stock=50)
    make_product(vendor=shop, name="Poco", stock=4)
    sold_out = make_product(vendor=shop, name="Nada", stock=1)
    make_product(vendor=shop, name="En pausa", stock=0, status="paused")
    make_order(products={sold_out: 1})

    figures = member().get("/portal/").context["figures"]

    assert [variant.product.name for variant in figures.low_stock] == ["Nada", "Poco"]


def test_bars_reach_the_top_and_small_sales_are_seen():
    days = [
        DaySales(day=date(2026, 11, day), total=Decimal(total), count=1)
        for day, total in ((1, 0), (2, 1), (3, 1_000_000))
    ]

    drawn = bars(days)

    assert [bar.height for bar in drawn] == [0, 3, BASE_LINE - 6]
    assert [bar.is_today for bar in drawn] == [False, False, True]
    assert all(bar.y + bar.height == BASE_LINE for bar in drawn)


def test_no_sales_make_a_flat_chart():
    days = [DaySales(day=date(2026, 11, 1), total=Decimal(0), count=0)]

    assert [bar.height for bar in bars(days)] == [0]
