"""The staff's first page, and what holds for all their screens."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission

from marketplace.shared.models import OutboxMessage
from orders.services.transitions import cancel_order
from orders.states import Role
from payments.models import Refund
from payments.services.refunds import mark_done
from payments.services.settlement import settle
from tests.factories.accounts import make_staff_user
from tests.factories.catalog import make_product
from tests.factories.orders import make_order
from tests.factories.payments import answer, make_attempt, make_order_to_pay
from tests.factories.vendors import make_vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(portal_of):
    """``figures(user)`` are the tiles of the first page by their labels."""

    def read(user):
        tiles = portal_of(user).get("/admin/").context["tiles"]
        return {tile.label: tile.figure for tile in tiles}

    return read


def test_the_first_page_counts_what_waits(figures):
    staff = make_staff_user(is_superuser=True)
    make_vendor(status="pending")
    for status in ("draft", "pending_review", "pending_review"):
        make_product(status=status)
    make_order(status="confirmed")
    make_attempt(make_order())
    OutboxMessage.objects.update(status="done")
    OutboxMessage.objects.create(event="a", handler="b", payload={})
    OutboxMessage.objects.create(event="a", handler="b", payload={}, status="dead")

    assert figures(staff) == {
        "Pedidos de hoy": "2",
        "Tiendas por aprobar": "1",
        "Productos por revisar": "2",
        "Solicitudes de datos": "0",
        "Solicitudes de datos vencidas": "0",
        "Cobros abiertos": "1",
        "Dinero sin pedido": "0",
        "Devoluciones por hacer": "0",
        "Avisos que no concuerdan": "0",
        "Mensajes en espera": "1",
        "Mensajes abandonados": "1",
    }


def test_money_to_return_is_counted_and_listed_until_it_is_back(portal_of, figures):
    staff = make_staff_user(is_superuser=True)
    paid, dead = make_order_to_pay(), make_order_to_pay()
    settle(state=answer(make_attempt(paid)))
    late = make_attempt(dead)
    cancel_order(order_id=dead.pk, role=Role.BUYER, actor_id=dead.buyer_id, reason="")
    returnable = settle(state=answer(late))

    tiles = {tile.label: tile for tile in portal_of(staff).get("/admin/").context["tiles"]}
    listed = {
        label: list(portal_of(staff).get(tiles[label].address).context["cl"].queryset)
        for label in ("Cobros abiertos", "Dinero sin pedido", "Devoluciones por hacer")
    }

    assert tiles["Dinero sin pedido"].figure == tiles["Devoluciones por hacer"].figure == "1"
    refund = Refund.objects.get()
    assert listed == {
        "Cobros abiertos": [],
        "Dinero sin pedido": [returnable],
        "Devoluciones por hacer": [refund],
    }
    mark_done(refund_id=refund.pk)
    now = figures(staff)
    assert (now["Dinero sin pedido"], now["Devoluciones por hacer"]) == ("0", "0")


def test_what_asks_for_a_person_stands_out(portal_of):
    OutboxMessage.objects.create(event="a", handler="b", payload={}, status="dead")

    page = portal_of(make_staff_user(is_superuser=True)).get("/admin/")

    alarms = [tile.label for tile in page.context["tiles"] if tile.is_alarm]
    assert alarms == ["Mensajes abandonados"]
    assert '<li class="alarm">' in page.content.decode()


def test_staff_see_only_tiles_of_what_they_may_view(figures):
    user = make_staff_user()
    user.user_permissions.add(Permission.objects.get(codename="view_product"))

    assert list(figures(user)) == ["Productos por revisar"]


@pytest.mark.parametrize("count", [1, 10])
def test_the_first_page_costs_the_same_for_one_and_for_ten(
    portal_of, count, django_assert_num_queries
):
    for _ in range(count):
        make_product(status="pending_review")
    client = portal_of(make_staff_user(is_superuser=True))

    # session, user; two of the orders and of what is overdue, one for each other tile; the person's own last deeds
    with django_assert_num_queries(16):
        assert client.get("/admin/").status_code == 200


def test_every_model_of_ours_has_a_screen():
    ours = {
        model
        for label in ("shared", "accounts", "vendors", "catalog", "orders", "payments")
        for model in apps.get_app_config(label).get_models()
    }

    assert ours - set(admin.site._registry) == set()


def test_only_few_screens_save_rows(rf):
    """The others have no save: it would write money and states back as they were when read."""
    request = rf.get("/")
    request.user = make_staff_user(is_superuser=True)
    saving = {
        model.__name__
        for model, screen in admin.site._registry.items()
        if screen.has_change_permission(request, model())
    }

    assert saving == {
        *("User", "PrivacyRequest", "Vendor", "Product", "Category", "Brand"),  # through services
        *("PaymentRoute", "SearchSynonym"),  # tables that staff edit
    }


def test_nobody_deletes_rows_but_of_the_tables_that_staff_edit(rf):
    request = rf.get("/")
    request.user = make_staff_user(is_superuser=True)
    deletable = {
        model.__name__
        for model, screen in admin.site._registry.items()
        if screen.has_delete_permission(request)
    }

    assert deletable == {"PaymentRoute", "SearchSynonym"}


def test_the_admin_wears_our_name_and_language(client, portal_of):
    login = client.get("/admin/login/").content.decode()
    page = portal_of(make_staff_user(is_superuser=True)).get("/admin/").content.decode()

    assert "Panel del equipo" in login
    assert "plaza/admin.css" in page
    assert "Cerrar sesión" in page
    assert "Django" not in login + page
