"""Bank accounts, tariffs, and the terms that follow from them."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from marketplace.shared.ids import new_id
from marketplace.shared.models import AuditEntry
from tests.factories.vendors import make_vendor, owner_of
from vendors.errors import (
    InvalidBankAccount,
    InvalidShippingRate,
    OwnVendor,
    VendorNameTaken,
    VendorNotFound,
)
from vendors.models import BankAccount, ShippingRate
from vendors.selectors.shops import current_bank_account
from vendors.selectors.terms import SellingTerms, selling_terms
from vendors.services.bank_accounts import set_bank_account
from vendors.services.profile import update_vendor_profile, update_vendor_record
from vendors.services.tariffs import set_shipping_rate

FORM: dict[str, Any] = {
    "bank": "Banco de Prueba",
    "kind": BankAccount.Kind.SAVINGS,
    "number": "123-456 7890",
    "holder_name": "Tienda S.A.S.",
    "holder_document": "900123456",
    "actor_id": None,
}


@pytest.mark.django_db
def test_a_new_account_takes_the_place_of_the_old_which_stays(drain_outbox, mailoutbox):
    vendor = make_vendor()
    first = set_bank_account(vendor_id=vendor.pk, **FORM)
    drain_outbox()
    mailoutbox.clear()

    second = set_bank_account(vendor_id=vendor.pk, **FORM | {"number": "9876543210"})

    assert current_bank_account(vendor_id=vendor.pk) == second
    first.refresh_from_db()
    assert (first.number, first.is_current) == ("1234567890", False)
    entry = AuditEntry.objects.filter(action="vendors.bank_account_changed").latest("pk")
    assert entry.changes == {"number": ["••••7890", "••••3210"]}
    drain_outbox()
    [warning] = mailoutbox
    assert warning.to == [vendor.email]
    assert "Banco de Prueba ••••3210" in warning.body
    assert "9876543210" not in warning.body


@pytest.mark.django_db
def test_the_same_account_again_changes_nothing():
    vendor = make_vendor()

    accounts = [set_bank_account(vendor_id=vendor.pk, **FORM) for _ in range(2)]

    assert accounts[0] == accounts[1]
    assert BankAccount.objects.count() == 1
    assert AuditEntry.objects.filter(action="vendors.bank_account_changed").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["1234", "1" * 21, "12345x", "١٢٣٤٥٦", ""])
def test_a_number_of_another_form_is_refused(number):
    with pytest.raises(InvalidBankAccount):
        set_bank_account(vendor_id=make_vendor().pk, **FORM | {"number": number})

    assert BankAccount.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_accounts_set_at_once_one_is_current(race):
    vendor = make_vendor()

    outcomes = race(
        [
            partial(set_bank_account, vendor_id=vendor.pk, **FORM | {"number": f"11111{n}"})
            for n in range(6)
        ]
    )

    assert [type(outcome) for outcome in outcomes] == [BankAccount] * 6
    assert BankAccount.objects.filter(is_current=True).count() == 1


@pytest.mark.django_db
def test_an_unknown_shop_gets_neither_account_nor_tariff():
    with pytest.raises(VendorNotFound):
        set_bank_account(vendor_id=new_id(), **FORM)
    with pytest.raises(VendorNotFound):
        set_shipping_rate(vendor_id=new_id(), department="", fee=Decimal(9_000), free_from=None)


@pytest.mark.django_db
def test_terms_without_anything_of_its_own_are_the_general_ones():
    vendor = make_vendor(charges_iva=False)

    assert selling_terms(vendor_ids=[vendor.pk], department="Antioquia") == {
        vendor.pk: SellingTerms(
            vendor_id=vendor.pk,
            name=vendor.name,
            slug=vendor.slug,
            is_open=True,
            charges_iva=False,
            commission_rate=Decimal("0.05"),
            shipping_fee=Decimal(15_000),
            free_shipping_from=Decimal(200_000),
        )
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("department", "fee", "free_from"),
    [
        ("Antioquia", 9_000, 200_000),
        (" antioquia ", 9_000, 200_000),
        ("Nariño", 22_000, 500_000),
        ("", 22_000, 500_000),
    ],
)
def test_the_nearest_tariff_wins(department, fee, free_from):
    vendor = make_vendor(commission_rate=Decimal("0.0800"))
    set_shipping_rate(
        vendor_id=vendor.pk, department="Antioquia", fee=Decimal(9_000), free_from=None
    )
    for amount in (30_000, 22_000):
        set_shipping_rate(
            vendor_id=vendor.pk, department="", fee=Decimal(amount), free_from=Decimal(500_000)
        )

    terms = selling_terms(vendor_ids=[vendor.pk], department=department)[vendor.pk]

    assert ShippingRate.objects.count() == 2
    assert (terms.shipping_fee, terms.free_shipping_from) == (fee, free_from)
    assert terms.commission_rate == Decimal("0.08")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_terms_cost_one_query(number, django_assert_num_queries):
    vendors = [make_vendor(status="suspended") for _ in range(number)]
    make_vendor()

    with django_assert_num_queries(1):
        terms = selling_terms(
            vendor_ids=[*(vendor.pk for vendor in vendors), new_id()], department="Meta"
        )

    assert set(terms) == {vendor.pk for vendor in vendors}
    assert not any(found.is_open for found in terms.values())


@pytest.mark.django_db
@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("0.50")])
def test_tariffs_are_whole_pesos(amount):
    vendor = make_vendor()

    with pytest.raises(InvalidShippingRate):
        set_shipping_rate(vendor_id=vendor.pk, department="", fee=amount, free_from=None)

    assert ShippingRate.objects.count() == 0


@pytest.mark.django_db
def test_a_shop_changes_its_profile_but_not_its_terms():
    vendor = make_vendor()
    owner = owner_of(vendor)

    for _ in range(2):
        vendor = update_vendor_profile(
            vendor_id=vendor.pk,
            actor_id=owner.pk,
            fields={"description": " Hola ", "name": "Otra", "commission_rate": "0"},
        )

    vendor.refresh_from_db()
    assert (vendor.description, vendor.commission_rate) == ("Hola", None)
    assert vendor.name != "Otra"
    [entry] = AuditEntry.objects.filter(action="vendors.profile_changed")
    assert entry.changes == {"description": ["", "Hola"]}


@pytest.mark.django_db
def test_staff_change_names_and_rates_but_not_of_their_own_shop():
    vendor, other = make_vendor(), make_vendor()
    change = {"name": "Nueva", "commission_rate": Decimal("0.0700")}

    update_vendor_record(vendor_id=vendor.pk, actor_id=new_id(), fields=change)

    vendor.refresh_from_db()
    assert (vendor.name, vendor.commission_rate) == ("Nueva", Decimal("0.0700"))
    with pytest.raises(VendorNameTaken):
        update_vendor_record(vendor_id=other.pk, actor_id=new_id(), fields=change)
    with pytest.raises(OwnVendor):
        update_vendor_record(vendor_id=vendor.pk, actor_id=owner_of(vendor).pk, fields=change)
