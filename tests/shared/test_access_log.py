"""Who of the staff looked at whose data is written down, and stays."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from marketplace.shared.models import StaffAccess
from marketplace.shared.selectors.access_log import accesses_to
from tests.factories.accounts import make_address, make_staff_user, make_user, sign_in
from tests.factories.orders import make_order
from tests.factories.vendors import make_vendor
from vendors.models import VendorDocument

pytestmark = pytest.mark.django_db


def client_for(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def chief(client) -> User:
    user = make_staff_user(is_superuser=True)
    client.force_login(user)
    return user


def looks() -> list[tuple]:
    return list(
        StaffAccess.objects.order_by("pk").values_list(
            "kind", "subject_type", "subject_id", "person_id"
        )
    )


def test_opening_a_person_is_written_down_with_staff_page_address_and_request(client, chief):
    person = make_user()
    page = reverse("admin:accounts_user_change", args=[person.pk])

    client.get(page, headers={"X-Request-ID": "look-1"}, REMOTE_ADDR="203.0.113.9")

    row = StaffAccess.objects.get()
    assert (row.staff_id, row.person_id, row.kind) == (chief.pk, person.pk, "view")
    assert (row.subject_type, row.subject_id) == ("accounts.user", str(person.pk))
    assert (row.page, row.ip, row.request_id) == (page, "203.0.113.9", "look-1")


def test_rows_of_many_kinds_name_the_person_they_are_about(client, chief):
    order = make_order()
    person = order.buyer
    sign_in(person)
    address = make_address(user_id=person.pk)
    rows = {
        "accounts_address": address,
        "accounts_consent": person.consents.first(),
        "accounts_loginsession": person.login_sessions.first(),
        "orders_order": order,
        "orders_vendororder": order.vendor_orders.get(),
    }

    for name, row in rows.items():
        client.get(reverse(f"admin:{name}_change", args=[row.pk]))

    assert looks() == [
        ("view", name.replace("_", "."), str(row.pk), person.pk) for name, row in rows.items()
    ]


def test_lists_and_searches_are_told_apart_and_keep_no_search_word(client, chief):
    client.get(reverse("admin:accounts_user_changelist"))
    client.get(reverse("admin:accounts_user_changelist") + "?q=ana@example.com")

    assert looks() == [("list", "accounts.user", "", None), ("search", "accounts.user", "", None)]
    assert not StaffAccess.objects.filter(page__contains="ana").exists()


def test_the_history_of_a_person_counts_as_a_look(client, chief):
    person = make_user()

    client.get(reverse("admin:accounts_user_history", args=[person.pk]))

    assert looks() == [("history", "accounts.user", str(person.pk), person.pk)]


def test_papers_of_a_shop_are_logged_without_a_person(client, chief):
    document = VendorDocument.objects.create(
        vendor=make_vendor(), kind=VendorDocument.Kind.RUT, file="rut.pdf"
    )

    client.get(reverse("admin:vendors_vendordocument_change", args=[document.pk]))

    assert looks() == [("view", "vendors.vendordocument", str(document.pk), None)]


def test_what_shows_no_personal_data_is_not_logged(client, chief):
    client.get(reverse("admin:index"))
    client.get(reverse("admin:catalog_product_changelist"))
    client.get(reverse("admin:accounts_user_change", args=[make_vendor().pk]))

    assert looks() == []


def test_a_refused_page_is_not_logged(client):
    client.force_login(make_staff_user("catalogo"))

    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert looks() == []


def test_staff_who_read_shops_by_the_api_are_logged(client_of):
    staff = make_staff_user(is_superuser=True)

    assert client_of(staff).get("/api/v1/admin/vendors?q=ana").status_code == 200
    assert client_of(make_user()).get("/api/v1/admin/vendors").status_code == 403

    row = StaffAccess.objects.get()
    assert (row.staff_id, row.kind, row.subject_type) == (staff.pk, "api", "vendors.vendor")
    assert row.page == "/api/v1/admin/vendors"


@pytest.mark.parametrize("people", [1, 4])
def test_a_page_costs_one_insert_whatever_it_lists(client, chief, people):
    for _ in range(people):
        make_user()

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("admin:accounts_user_changelist"))

    inserts = [query["sql"] for query in captured if "INSERT" in query["sql"]]
    assert len(inserts) == 1
    assert "shared_staffaccess" in inserts[0]
    assert len(captured) == 6  # session, staff, count, rows, their groups, log


def test_only_whoever_has_the_right_sees_the_log(client, chief):
    page = reverse("admin:shared_staffaccess_changelist")

    assert client.get(page).status_code == 200
    for group in ("soporte", "finanzas", "catalogo"):
        assert client_for(make_staff_user(group)).get(page).status_code == 403


@pytest.mark.parametrize(
    "statement",
    ["UPDATE shared_staffaccess SET page = ''", "DELETE FROM shared_staffaccess"],
)
def test_the_log_cannot_be_rewritten(client, chief, statement):
    client.get(reverse("admin:accounts_user_changelist"))

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    assert StaffAccess.objects.count() == 1


def test_a_person_is_told_of_the_team_and_not_of_its_member(client, chief):
    person, other = make_user(), make_user()
    client.get(reverse("admin:accounts_user_change", args=[person.pk]))
    client.get(reverse("admin:accounts_user_change", args=[other.pk]))

    [told] = accesses_to(person_id=person.pk)

    assert told | {"momento": ""} == {
        "momento": "",
        "quien": "equipo de Plaza",
        "que_hizo": "abrió un registro",
        "sobre": "usuario",
    }
    assert str(chief.pk) not in str(told)
