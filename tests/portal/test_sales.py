"""A shop's sales in the portal."""

import pytest
from django.urls import reverse

from catalog.models import Variant
from orders.models import Shipment
from orders.services.transitions import cancel_order
from orders.states import OrderStatus, Role
from tests.factories.accounts import make_staff_user
from tests.factories.catalog import make_product, variant_of
from tests.factories.orders import make_order
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db

LIST = "/portal/ventas/"
ADDRESS_SHOWN = {"confirmed", "processing", "shipped"}


def sale_of(shop, status="confirmed", **values):
    order = make_order(
        products={make_product(vendor=shop, name="Olla de barro", **values): 2}, status=status
    )
    return order.vendor_orders.get()


def page_of(part, step=""):
    name = f"orders_portal:{step or 'sale'}"
    return reverse(name, args=[part.pk])


def test_the_list_shows_the_shop_s_part_of_an_order_and_nobody_else_s(shop, member):
    other = make_vendor()
    order = make_order(
        products={make_product(vendor=shop): 1, make_product(vendor=other): 3},
        status="confirmed",
    )
    own, foreign = (order.vendor_orders.get(vendor=each) for each in (shop, other))

    page = member().get(LIST).content.decode()

    assert own.number in page
    assert foreign.number not in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_one_sale_and_for_twenty(
    shop, member, count, django_assert_num_queries
):
    product = make_product(vendor=shop, stock=100)
    for _ in range(count):
        make_order(products={product: 1})
    client = member()

    with django_assert_num_queries(5):  # session, user, membership, count, rows
        page = client.get(LIST)

    assert page.content.decode().count('<th scope="row">') == count


def test_the_list_is_filtered_by_status(shop, member):
    product = make_product(vendor=shop, stock=50)
    parts = {
        status: make_order(products={product: 1}, status=status).vendor_orders.get()
        for status in ("pending", "confirmed", "cancelled")
    }
    client = member()

    for status, part in parts.items():
        shown = client.get(f"{LIST}?status={status}").context["rows"]
        assert [row["number"] for row in shown] == [part.number]
    assert len(client.get(LIST).context["rows"]) == 3
    assert client.get(f"{LIST}?status=nada").status_code == 404


@pytest.mark.parametrize("status", OrderStatus.values)
def test_the_address_is_shown_only_while_the_parcel_needs_it(shop, member, status):
    part = sale_of(shop, status)

    page = member().get(page_of(part)).content.decode()

    assert ("Cra 7 # 1-23" in page) is (status in ADDRESS_SHOWN)
    assert part.order.email not in page


@pytest.mark.parametrize(
    ("status", "buttons"),
    [
        ("pending", []),
        ("confirmed", ["prepare", "cancel"]),
        ("processing", ["ship", "cancel"]),
        ("shipped", ["deliver"]),
        ("delivered", []),
        ("cancelled", []),
        ("refunded", []),
    ],
)
def test_only_the_steps_that_are_open_have_buttons(shop, member, status, buttons):
    part = sale_of(shop, status)
    steps = ("prepare", "ship", "deliver", "cancel")

    page = member().get(page_of(part)).content.decode()
    looked_at = member("read_only").get(page_of(part)).content.decode()

    assert [step for step in steps if f'action="{page_of(part, step)}"' in page] == [
        step for step in steps if step in buttons
    ]
    assert not any(f'action="{page_of(part, step)}"' in looked_at for step in steps)


def test_a_sale_is_prepared_shipped_and_delivered(shop, member):
    part, client = sale_of(shop), member()

    client.post(page_of(part, "prepare"))
    client.post(page_of(part, "ship"), {"courier": " Servientrega ", "tracking_number": "G-1"})
    page = client.post(page_of(part, "deliver"), follow=True).content.decode()

    part.refresh_from_db()
    parcel = Shipment.objects.get()
    assert part.status == "delivered"
    assert (parcel.courier, parcel.tracking_number) == ("Servientrega", "G-1")
    assert "Pedido entregado." in page
    assert "G-1" in page


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"courier": "Envía", "tracking_number": " "},
        {"courier": "", "tracking_number": "1"},
        {"courier": "x" * 41, "tracking_number": "1"},
    ],
)
def test_a_parcel_without_courier_or_number_is_not_sent(shop, member, form):
    part = sale_of(shop, "processing")

    response = member().post(page_of(part, "ship"), form)

    part.refresh_from_db()
    assert response.status_code == 422
    assert "Revise los campos marcados. Nada se guardó." in response.content.decode()
    assert part.status == "processing"
    assert Shipment.objects.count() == 0


def test_a_step_that_is_not_open_is_refused(shop, member):
    part = sale_of(shop)

    response = member().post(page_of(part, "ship"), {"courier": "Envía", "tracking_number": "1"})

    part.refresh_from_db()
    assert response.status_code == 409
    assert "El pedido no admite esta acción" in response.content.decode()
    assert part.status == "confirmed"


def test_a_second_click_changes_nothing(shop, member):
    part, client = sale_of(shop), member()

    answers = [client.post(page_of(part, "prepare")).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert list(part.history.values_list("to_status", flat=True))[-1] == "processing"


def test_a_sale_is_cancelled_with_its_reason_and_the_units_come_back(shop, member):
    part = sale_of(shop, stock=10)
    variant = part.lines.get().variant_id
    client = member()

    refused = client.post(page_of(part, "cancel"), {"reason": " "})
    done = client.post(page_of(part, "cancel"), {"reason": "Se rompió"}, follow=True)

    part.refresh_from_db()
    assert refused.status_code == 422
    assert part.status == "cancelled"
    assert "Se rompió" in done.content.decode()
    assert Variant.objects.get(pk=variant).on_hand == 10


def test_a_link_changes_nothing(shop, member):
    part = sale_of(shop)

    response = member().get(page_of(part, "prepare"))

    part.refresh_from_db()
    assert response["Location"] == page_of(part)
    assert part.status == "confirmed"


def test_what_staff_wrote_stays_internal(shop, member):
    part = sale_of(shop)
    cancel_order(
        order_id=part.order_id,
        role=Role.STAFF,
        actor_id=make_staff_user().pk,
        reason="posible fraude",
    )

    page = member().get(page_of(part)).content.decode()

    assert "equipo" in page
    assert "posible fraude" not in page


def test_what_the_buyer_typed_is_escaped(shop, member):
    script = "<script>alert(1)</script>"
    address = {
        "full_name": script,
        "phone": "+573001112233",
        "address": script,
        "city": "Cali",
        "department": "Valle del Cauca",
        "notes": script,
    }
    order = make_order(
        products={make_product(vendor=shop, name=f"Olla {script}"): 1},
        status="confirmed",
        shipping_address=address,
    )

    page = member().get(page_of(order.vendor_orders.get())).content.decode()

    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 4


def test_the_stock_of_a_sold_product_shows_what_is_set_aside(shop, member):
    product = make_product(vendor=shop, stock=5)
    make_order(products={product: 2})

    page = member().get(reverse("catalog_portal:product", args=[product.pk]))

    variant = page.context["file"].variants[0]
    assert (variant.on_hand, variant.reserved, variant.available) == (5, 2, 3)
    assert variant_of(product).pk == variant.pk
