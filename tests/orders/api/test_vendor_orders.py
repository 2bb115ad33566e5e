from uuid import uuid4

import pytest

from orders.models import VendorOrder
from orders.states import OrderStatus
from tests.factories.accounts import make_user
from tests.factories.catalog import make_product
from tests.factories.orders import KEPT_ADDRESS, make_order
from tests.factories.vendors import make_member, make_vendor, owner_of
from tests.orders.support import assert_sound, counts, statements, stock

pytestmark = pytest.mark.django_db

URL = "/api/v1/vendor/orders"


def two_vendors_in_one_order(status=OrderStatus.CONFIRMED):
    mine, other = make_vendor(), make_vendor()
    products = {make_product(vendor=mine): 2, make_product(vendor=other, name="Secreto"): 1}
    order = make_order(products=products, status=status)
    return order, VendorOrder.objects.get(vendor=mine), VendorOrder.objects.get(vendor=other)


def test_a_vendor_sees_own_vendor_orders_alone(client_of):
    order, mine, _other = two_vendors_in_one_order()
    client = client_of(owner_of(mine.vendor))

    with statements() as sent:
        answer = client.get(URL).json()

    assert len(sent) == 4
    (row,) = answer["results"]
    assert (row["id"], row["total"], row["unit_count"]) == (str(mine.pk), "115000.00", 2)
    detail = client.get(f"{URL}/{mine.pk}")
    assert detail.status_code == 200
    text = detail.content.decode()
    assert "Secreto" not in text
    assert order.email not in text
    assert str(order.buyer_id) not in text
    assert detail.json()["ship_to"] == KEPT_ADDRESS
    assert [line["quantity"] for line in detail.json()["lines"]] == [2]


@pytest.mark.parametrize(
    ("status", "is_shown"),
    [
        ("pending", False),
        ("confirmed", True),
        ("processing", True),
        ("shipped", True),
        ("delivered", False),
        ("cancelled", False),
    ],
)
def test_the_address_is_shown_while_the_parcel_is_the_vendors_business(status, is_shown, client_of):
    order = make_order(status=status)
    part = VendorOrder.objects.get(order=order)

    answer = client_of(owner_of(part.vendor)).get(f"{URL}/{part.pk}").json()

    assert answer["ship_to"] == (KEPT_ADDRESS if is_shown else None)


@pytest.mark.django_db(transaction=True)
def test_another_vendors_order_answers_like_a_missing_one(client_of):
    _order, mine, other = two_vendors_in_one_order()
    client = client_of(owner_of(mine.vendor))
    before = counts()

    for vendor_order_id in (other.pk, uuid4()):
        answers = [
            client.get(f"{URL}/{vendor_order_id}"),
            client.post(f"{URL}/{vendor_order_id}/prepare", {}, format="json"),
            client.post(
                f"{URL}/{vendor_order_id}/ship",
                {"courier": "TCC", "tracking_number": "1"},
                format="json",
            ),
            client.post(f"{URL}/{vendor_order_id}/deliver", {}, format="json"),
            client.post(f"{URL}/{vendor_order_id}/cancel", {"reason": "x"}, format="json"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 5
        assert {answer.json()["code"] for answer in answers} == {"vendor_order_not_found"}
    assert counts() == before


def test_a_vendor_prepares_ships_and_delivers(client_of):
    _order, mine, other = two_vendors_in_one_order()
    client = client_of(owner_of(mine.vendor))
    parcel = {"courier": "Coordinadora", "tracking_number": "GU-77"}

    answers = [
        client.post(f"{URL}/{mine.pk}/prepare", {}, format="json"),
        client.post(f"{URL}/{mine.pk}/ship", parcel, format="json"),
        client.post(f"{URL}/{mine.pk}/deliver", {}, format="json"),
    ]

    assert [answer.json()["status"] for answer in answers] == ["processing", "shipped", "delivered"]
    other.refresh_from_db()
    assert other.status == OrderStatus.CONFIRMED
    shipments = client.get(f"{URL}/{mine.pk}").json()["shipments"]
    assert [parcel["tracking_number"] for parcel in shipments] == ["GU-77"]
    assert_sound()


@pytest.mark.django_db(transaction=True)
def test_a_vendor_cancels_with_a_reason_alone(client_of):
    order, mine, _other = two_vendors_in_one_order()
    client = client_of(owner_of(mine.vendor))

    silent = client.post(f"{URL}/{mine.pk}/cancel", {}, format="json")
    said = client.post(f"{URL}/{mine.pk}/cancel", {"reason": "se rompió"}, format="json")

    assert (silent.status_code, silent.json()["code"]) == (400, "reason_missing")
    assert said.json()["status"] == "cancelled"
    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED
    assert stock(mine.lines.get().product) == [(10, 0)]
    assert_sound()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", ["pending", "shipped", "delivered", "cancelled"])
def test_a_vendor_cannot_leave_the_graph(status, client_of):
    part = VendorOrder.objects.get(order=make_order(status=status))
    client = client_of(owner_of(part.vendor))
    before = counts()

    prepared = client.post(f"{URL}/{part.pk}/prepare", {}, format="json")
    cancelled = client.post(f"{URL}/{part.pk}/cancel", {"reason": "x"}, format="json")

    assert [prepared.status_code, cancelled.status_code] == [409, 409]
    assert counts() == before


@pytest.mark.parametrize(
    "body",
    [{}, {"courier": "TCC"}, {"courier": "TCC", "tracking_number": " "}, {"tracking_number": "1"}],
)
def test_shipping_needs_carrier_and_number(body, client_of):
    part = VendorOrder.objects.get(order=make_order(status=OrderStatus.PROCESSING))

    response = client_of(owner_of(part.vendor)).post(f"{URL}/{part.pk}/ship", body, format="json")

    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")


@pytest.mark.parametrize(
    ("role", "sees", "acts"),
    [
        ("owner", 200, 200),
        ("orders", 200, 200),
        ("read_only", 200, 403),
        ("catalogue", 403, 403),
        ("finance", 403, 403),
    ],
)
def test_the_members_function_decides_what_they_may_do(role, sees, acts, client_of):
    part = VendorOrder.objects.get(order=make_order(status=OrderStatus.CONFIRMED))
    user = owner_of(part.vendor) if role == "owner" else make_member(part.vendor, role)
    client = client_of(user)

    assert client.get(URL).status_code == sees
    assert client.get(f"{URL}/{part.pk}").status_code == sees
    assert client.post(f"{URL}/{part.pk}/prepare", {}, format="json").status_code == acts


def test_people_without_a_shop_find_nothing(client_of, api):
    response = client_of(make_user()).get(URL)

    assert (response.status_code, response.json()["code"]) == (403, "not_a_vendor_member")
    assert api.get(URL).status_code == 401


def test_the_summary_counts_each_status(client_of):
    vendor = make_vendor()
    for status in ("confirmed", "confirmed", "shipped"):
        make_order(products={make_product(vendor=vendor): 1}, status=status)
    make_order()

    answer = client_of(owner_of(vendor)).get(f"{URL}/summary").json()

    assert answer["counts"] == {
        "pending": 0,
        "confirmed": 2,
        "processing": 0,
        "shipped": 1,
        "delivered": 0,
        "refunded": 0,
        "cancelled": 0,
    }
