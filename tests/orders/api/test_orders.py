from uuid import uuid4

import pytest

from orders.models import StatusChange, VendorOrder
from orders.states import OrderStatus
from tests.factories.accounts import make_staff_user, make_user
from tests.factories.catalog import make_product
from tests.factories.orders import make_order
from tests.orders.support import assert_sound, counts, statements, stock

pytestmark = pytest.mark.django_db

URL = "/api/v1/orders"


@pytest.mark.parametrize("order_count", [1, 3])
def test_the_list_takes_three_statements_for_one_order_and_for_three(order_count, client_of):
    buyer = make_user()
    orders = [make_order(buyer=buyer, products={make_product(): 2}) for _ in range(order_count)]
    make_order()
    client = client_of(buyer)

    with statements() as sent:
        answer = client.get(URL).json()

    assert len(sent) == 3
    assert answer["count"] == order_count
    assert [row["id"] for row in answer["results"]] == [str(o.pk) for o in reversed(orders)]
    row = answer["results"][0]
    assert row["order_number"] == orders[-1].number
    assert (row["status"], row["total"], row["unit_count"]) == ("pending", "115000.00", 2)


def test_the_list_is_filtered_by_status_and_ordered(client_of):
    buyer = make_user()
    cheap = make_order(buyer=buyer, products={make_product(price=10_000): 1})
    dear = make_order(buyer=buyer, products={make_product(price=90_000): 1})
    gone = make_order(buyer=buyer, status=OrderStatus.CANCELLED)
    client = client_of(buyer)

    def ids(query):
        return [row["id"] for row in client.get(f"{URL}?{query}").json()["results"]]

    assert ids("status=cancelled") == [str(gone.pk)]
    assert ids("status=pending&ordering=total") == [str(cheap.pk), str(dear.pk)]
    assert ids("page_size=1&page=2") == [str(dear.pk)]


@pytest.mark.parametrize("query", ["status=lost", "ordering=buyer", "color=red", "page=0"])
def test_the_list_refuses_what_it_does_not_know(query, client_of):
    response = client_of(make_user()).get(f"{URL}?{query}")

    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")


def test_an_order_is_shown_with_its_parcels_in_five_statements(client_of):
    order = make_order(status=OrderStatus.SHIPPED)
    client = client_of(order.buyer)

    with statements() as sent:
        answer = client.get(f"{URL}/{order.pk}").json()

    assert len(sent) == 5
    (part,) = answer["vendor_orders"]
    (parcel,) = part["shipments"]
    assert (parcel["courier"], parcel["tracking_number"]) == ("Servientrega", "900123")
    assert answer["status"] == part["status"] == "shipped"


@pytest.mark.parametrize("path", ["", "/timeline"])
def test_somebody_elses_order_answers_like_a_missing_one(path, client_of):
    order = make_order()
    stranger, staff = client_of(make_user()), client_of(make_staff_user(is_superuser=True))

    answers = [
        stranger.get(f"{URL}/{order.pk}{path}"),
        stranger.get(f"{URL}/{uuid4()}{path}"),
        staff.get(f"{URL}/{order.pk}{path}"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["code"] for answer in answers} == {"order_not_found"}
    assert len({answer.json()["detail"] for answer in answers}) == 1


@pytest.mark.parametrize(
    "path",
    ["", "/00000000-0000-7000-8000-000000000000", "/00000000-0000-7000-8000-000000000000/timeline"],
)
def test_orders_are_for_signed_in_people(path, api):
    assert api.get(URL + path).status_code == 401


def test_the_timeline_tells_steps_and_roles_but_no_persons(client_of):
    order = make_order(status=OrderStatus.PROCESSING)
    part = VendorOrder.objects.get(order=order)

    events = client_of(order.buyer).get(f"{URL}/{order.pk}/timeline").json()["events"]

    whole = [event for event in events if event["vendor_order_id"] is None]
    assert [(e["from_status"], e["to_status"], e["by"]) for e in whole] == [
        (None, "pending", "buyer"),
        ("pending", "confirmed", "system"),
        ("confirmed", "processing", "vendor"),
    ]
    assert {event["vendor_order_number"] for event in events} == {None, part.number}
    assert whole[-1]["label"] == "en preparación"
    assert "actor_id" not in whole[0]


@pytest.mark.django_db(transaction=True)
def test_a_buyer_cancels_an_own_order_once(client_of):
    lamp = make_product(stock=5)
    order = make_order(products={lamp: 2}, status=OrderStatus.CONFIRMED)
    client = client_of(order.buyer)

    response = client.post(f"{URL}/{order.pk}/cancel", {"reason": "era azul"}, format="json")
    before = counts()
    again = client.post(f"{URL}/{order.pk}/cancel", {}, format="json")

    assert response.status_code == 200
    assert response.json()["status"] == "cancelled"
    assert {part["status"] for part in response.json()["vendor_orders"]} == {"cancelled"}
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")
    assert counts() == before
    assert stock(lamp) == [(5, 0)]
    assert StatusChange.objects.latest("pk").reason == "era azul"
    assert_sound()


@pytest.mark.django_db(transaction=True)
def test_nobody_cancels_somebody_elses_order(client_of):
    order = make_order()
    part = VendorOrder.objects.get(order=order)
    stranger = client_of(make_user())
    before = counts()

    answers = [
        stranger.post(f"{URL}/{order.pk}/cancel", {}, format="json"),
        stranger.post(f"/api/v1/vendor-orders/{part.pk}/cancel", {}, format="json"),
        stranger.post(f"/api/v1/vendor-orders/{part.pk}/confirm-delivery", {}, format="json"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert counts() == before


def test_a_buyer_cancels_one_part_and_receives_the_other(client_of):
    order = make_order(
        products={make_product(): 1, make_product(): 1}, status=OrderStatus.CONFIRMED
    )
    first, second = VendorOrder.objects.filter(order=order).order_by("number")
    client = client_of(order.buyer)

    gone = client.post(f"/api/v1/vendor-orders/{first.pk}/cancel", {}, format="json")

    assert gone.json() == {"id": str(first.pk), "number": first.number, "status": "cancelled"}
    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED
    second.refresh_from_db()
    assert second.status == OrderStatus.CONFIRMED


def test_a_buyer_confirms_what_arrived(client_of):
    order = make_order(status=OrderStatus.SHIPPED)
    part = VendorOrder.objects.get(order=order)

    response = client_of(order.buyer).post(
        f"/api/v1/vendor-orders/{part.pk}/confirm-delivery", {}, format="json"
    )

    assert response.json()["status"] == "delivered"


def test_the_module_tells_its_health(api):
    make_order()

    assert api.get(f"{URL}/health").json() == {
        "module": "orders",
        "status": "ok",
        "overdue_reservations": 0,
    }


def staff_with_right():
    return make_staff_user(is_superuser=True)


def put_status(client, order, **values):
    body = {"reason": "llamó el comprador"} | values
    return client.put(f"{URL}/{order.pk}/status", body, format="json")


def test_staff_move_an_order_along_the_graph(client_of):
    order = make_order(status=OrderStatus.CONFIRMED)
    client = client_of(staff_with_right())

    answers = [
        put_status(client, order, status="processing"),
        put_status(client, order, status="shipped", courier="TCC", tracking_number="1"),
        put_status(client, order, status="delivered"),
        put_status(client, order, status="refunded"),
    ]

    assert [answer.json()["status"] for answer in answers] == [
        "processing",
        "shipped",
        "delivered",
        "refunded",
    ]
    assert set(StatusChange.objects.filter(role="staff").values_list("reason", flat=True)) == {
        "llamó el comprador"
    }
    assert_sound()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"status": "confirmed"}, 409, "transition_not_allowed"),
        ({"status": "pending"}, 409, "transition_not_allowed"),
        ({"status": "delivered"}, 409, "transition_not_allowed"),
        ({"status": "shipped"}, 400, "tracking_number_missing"),
        (
            {"status": "shipped", "courier": "T", "tracking_number": "1"},
            409,
            "transition_not_allowed",
        ),
        ({"status": "lost"}, 400, "invalid_input"),
        ({"status": "cancelled", "reason": ""}, 400, "invalid_input"),
    ],
)
def test_staff_cannot_leave_the_graph(values, status, code, client_of):
    order = make_order(status=OrderStatus.CONFIRMED)
    before = counts()

    response = put_status(client_of(staff_with_right()), order, **values)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_staff_ship_one_parcel_at_a_time(client_of):
    order = make_order(
        products={make_product(): 1, make_product(): 1}, status=OrderStatus.PROCESSING
    )

    response = put_status(
        client_of(staff_with_right()), order, status="shipped", courier="T", tracking_number="1"
    )

    assert response.status_code == 409
    assert set(order.vendor_orders.values_list("status", flat=True)) == {"processing"}


def test_only_staff_with_the_right_move_orders(client_of):
    order = make_order(status=OrderStatus.CONFIRMED)

    for user in (order.buyer, make_user(), make_staff_user()):
        assert put_status(client_of(user), order, status="cancelled").status_code == 403
    order.refresh_from_db()
    assert order.status == OrderStatus.CONFIRMED
