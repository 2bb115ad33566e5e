"""Shops and tariffs call places as addresses do."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from accounts.errors import UnknownCity, UnknownDepartment
from tests.factories.vendors import make_vendor, owner_of
from vendors.models import ShippingRate, Vendor
from vendors.services.profile import update_vendor_profile
from vendors.services.tariffs import set_shipping_rate

pytestmark = pytest.mark.django_db


def set_fee(vendor, department):
    set_shipping_rate(
        vendor_id=vendor.pk, department=department, fee=Decimal(9_000), free_from=None
    )


def test_a_new_shop_keeps_official_names():
    vendor = make_vendor(city="cali", department="valle")

    assert (vendor.city, vendor.department) == ("Santiago de Cali", "Valle del Cauca")


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ({"city": "Cali", "department": "Antioquia"}, UnknownCity),
        ({"city": "Bogotá", "department": "Florida"}, UnknownDepartment),
    ],
)
def test_a_shop_without_a_real_place_is_not_opened(place, error):
    with pytest.raises(error):
        make_vendor(**place)

    assert Vendor.objects.count() == 0


def test_a_shop_moves_to_a_city_of_its_department_or_names_both():
    vendor = make_vendor(city="Bello", department="Antioquia")
    move = {"vendor_id": vendor.pk, "actor_id": owner_of(vendor).pk}

    update_vendor_profile(**move, fields={"city": "itagui"})
    with pytest.raises(UnknownCity):
        update_vendor_profile(**move, fields={"department": "Meta"})

    vendor.refresh_from_db()
    assert (vendor.city, vendor.department) == ("Itagüí", "Antioquia")


def test_an_old_shop_in_no_known_place_still_changes_its_telephone():
    vendor = make_vendor()
    Vendor.objects.update(city="Macondo", department="Magdalena")

    update_vendor_profile(
        vendor_id=vendor.pk, actor_id=owner_of(vendor).pk, fields={"phone": "310 444 5566"}
    )

    vendor.refresh_from_db()
    assert (vendor.city, vendor.phone) == ("Macondo", "+573104445566")


def test_one_department_has_one_tariff_however_it_is_spelt():
    vendor = make_vendor()
    for spelling in ("valle", "VALLE DEL CAUCA", "Valle"):
        set_fee(vendor, spelling)

    with pytest.raises(UnknownDepartment):
        set_fee(vendor, "Florida")

    assert ShippingRate.objects.get().department == "Valle del Cauca"


def test_the_migration_writes_official_names_and_keeps_what_nobody_can_tell():
    known, unknown = make_vendor(), make_vendor()
    Vendor.objects.filter(pk=known.pk).update(city="cali", department="valle")
    Vendor.objects.filter(pk=unknown.pk).update(city="Macondo", department="Magdalena")
    for vendor, department in [
        (known, "narino"), (known, "valle"), (known, "Valle del Cauca"), (known, ""),
        (unknown, "Florida"),
    ]:  # fmt: skip
        ShippingRate.objects.create(vendor=vendor, department=department, fee=8_000)

    migration = import_module("vendors.migrations.0004_official_places")
    for _ in range(2):
        migration.write_official_names(apps, None)

    places = dict(Vendor.objects.values_list("pk", "city"))
    assert places == {known.pk: "Santiago de Cali", unknown.pk: "Macondo"}
    assert sorted(ShippingRate.objects.values_list("department", flat=True)) == [
        "",
        "Florida",
        "Nariño",
        "Valle del Cauca",
        "valle",
    ]
