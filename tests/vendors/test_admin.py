from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import make_staff_user
from tests.factories.vendors import make_vendor, owner_of
from tests.vendors.services.test_money import FORM
from vendors.models import Member, Vendor, VendorDocument
from vendors.services.bank_accounts import set_bank_account
from vendors.services.invitations import invite
from vendors.services.tariffs import set_shipping_rate

pytestmark = pytest.mark.django_db

MODELS = [
    *("vendor", "member", "invitation", "bankaccount", "shippingrate", "vendordocument"),
    "vendorstatuschange",
]


def url(model, page="changelist", *args):
    return reverse(f"admin:vendors_{model}_{page}", args=args)


@pytest.fixture
def support(client):
    user = make_staff_user("soporte")
    client.force_login(user)
    return user


def make_rows():
    vendor = make_vendor()
    set_bank_account(vendor_id=vendor.pk, **FORM)
    set_shipping_rate(vendor_id=vendor.pk, department="", fee=Decimal(9_000), free_from=None)
    VendorDocument.objects.create(vendor=vendor, kind="rut", file="rut.pdf")
    invite(
        vendor_id=vendor.pk,
        email="luis@example.com",
        role=Member.Role.ORDERS,
        actor_id=owner_of(vendor).pk,
    )
    return vendor


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_row_and_for_more(client, support, model):
    counts = []
    for _ in range(2):
        make_rows()
        make_rows()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(model)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 9


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added_or_deleted_by_hand(client, support, model):
    vendor = make_rows()
    row = {
        "vendor": vendor,
        "member": vendor.members.first(),
        "invitation": vendor.invitations.first(),
        "bankaccount": vendor.bank_accounts.first(),
        "shippingrate": vendor.shipping_rates.first(),
        "vendordocument": vendor.documents.first(),
        "vendorstatuschange": vendor.history.first(),
    }[model]

    page = client.get(url(model, "change", row.pk))

    assert page.status_code == 200
    assert "1234567890" not in page.content.decode()
    assert client.get(url(model, "add")).status_code == 403
    assert client.get(url(model, "delete", row.pk)).status_code == 403


def decide(client, action, *vendors, reason=""):
    chosen = [str(vendor.pk) for vendor in vendors]
    form = {"action": f"{action}_selected", "_selected_action": chosen, "reason": reason}
    return client.post(url("vendor"), form, follow=True).content.decode()


def test_decisions_go_through_the_service_and_refusals_are_told(client, support):
    waiting, closed = make_vendor(status="pending"), make_vendor(status="closed")

    page = decide(client, "approve", waiting, closed)

    waiting.refresh_from_db()
    closed.refresh_from_db()
    assert (waiting.status, closed.status) == ("approved", "closed")
    assert "Tiendas cambiadas: 1" in page
    assert f"{closed.name}: La tienda no admite esta acción en su estado." in page
    assert waiting.history.latest("pk").actor_id == support.pk


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        ("pending", "reject", "rejected"),
        ("approved", "suspend", "suspended"),
        ("suspended", "reactivate", "approved"),
    ],
)
def test_a_reason_goes_with_the_decision(client, support, before, action, after):
    vendor = make_vendor(status=before)

    if action != "reactivate":
        assert "Escriba el motivo." in decide(client, action, vendor)
    decide(client, action, vendor, reason="papeles vencidos")

    vendor.refresh_from_db()
    assert vendor.status == after
    assert vendor.history.latest("pk").reason == "papeles vencidos"


def test_the_catalogue_group_only_looks(client):
    vendor = make_vendor(status="pending")
    client.force_login(make_staff_user("catalogo"))

    decide(client, "approve", vendor)

    vendor.refresh_from_db()
    assert vendor.status == "pending"


def test_staff_correct_a_shop_but_not_its_state_or_nit(client, support):
    vendor = make_vendor(status="pending")
    form = {
        "name": "Nueva",
        "legal_name": "Nueva S.A.S.",
        "email": "nueva@example.com",
        "phone": "3104445566",
        "city": "Cali",
        "department": "Valle del Cauca",
        "commission_rate": "0.0700",
        "status": "approved",
        "nit": "1",
        "slug": "otra",
    }
    inlines = {
        f"{prefix}-{name}": 0
        for prefix in ("members", "invitations", "history", "shipping_rates")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }

    assert client.post(url("vendor", "change", vendor.pk), form | inlines).status_code == 302

    changed = Vendor.objects.get(pk=vendor.pk)
    assert (changed.name, changed.phone) == ("Nueva", "+573104445566")
    assert changed.commission_rate is None  # finance sets rates, support does not
    assert (changed.status, changed.nit, changed.slug) == ("pending", vendor.nit, vendor.slug)


@pytest.mark.parametrize(("groups", "may"), [(["soporte"], False), (["soporte", "finanzas"], True)])
def test_the_commission_of_a_shop_is_set_by_those_who_set_its_rules(client, groups, may):
    vendor = make_vendor()
    client.force_login(make_staff_user(*groups))

    page = client.get(url("vendor", "change", vendor.pk)).content.decode()

    assert ('name="commission_rate"' in page) is may
    assert 'name="legal_name"' in page
