import threading
from functools import partial
from importlib import import_module
from unittest import mock

import pytest
from django.apps import apps

from accounts.errors import AddressNotFound, TooManyAddresses
from accounts.models import Address
from accounts.services import addresses
from accounts.services.addresses import change_address, make_default, remove_address
from marketplace.shared.phones import InvalidPhone
from tests.factories.accounts import make_address, make_user
from tests.support.races import tally

RUNNERS = 8


def defaults_of(user):
    return [row.pk for row in Address.objects.filter(user=user, is_default=True)]


@pytest.mark.django_db
def test_the_first_address_is_the_default_until_another_is_chosen():
    user = make_user()
    first, second = make_address(user_id=user.pk), make_address(user_id=user.pk)
    assert (first.is_default, second.is_default) == (True, False)

    for _ in range(2):
        make_default(user_id=user.pk, address_id=second.pk)
    assert defaults_of(user) == [second.pk]

    third = make_address(user_id=user.pk, is_default=True)
    assert defaults_of(user) == [third.pk]


@pytest.mark.django_db
def test_the_newest_inherits_from_a_removed_default():
    user = make_user()
    first, _, newest = [make_address(user_id=user.pk) for _ in range(3)]

    remove_address(user_id=user.pk, address_id=first.pk)

    assert defaults_of(user) == [newest.pk]
    assert Address.objects.count() == 2


@pytest.mark.django_db
def test_changing_writes_the_given_fields_only():
    user = make_user()
    address = make_address(user_id=user.pk, notes="Portería")

    change_address(
        user_id=user.pk,
        address_id=address.pk,
        fields={"phone": "310 444 5566", "city": " Cali ", "department": "valle"},
    )

    address.refresh_from_db()
    assert (address.phone, address.notes) == ("+573104445566", "Portería")
    assert (address.city, address.city_code) == ("Santiago de Cali", "76001")
    with pytest.raises(InvalidPhone):
        change_address(user_id=user.pk, address_id=address.pk, fields={"phone": "12"})


@pytest.mark.django_db
def test_a_strangers_address_does_not_exist():
    owner, stranger = make_user(), make_user()
    address = make_address(user_id=owner.pk)
    own = {"user_id": stranger.pk, "address_id": address.pk}

    for deed in (
        partial(make_default, **own),
        partial(remove_address, **own),
        partial(change_address, **own, fields={"city": "Cali"}),
    ):
        with pytest.raises(AddressNotFound):
            deed()

    address.refresh_from_db()
    assert (address.city, address.is_default) == ("Bogotá D.C.", True)


@pytest.mark.django_db
def test_the_book_has_an_end(monkeypatch):
    monkeypatch.setattr(addresses, "LIMIT", 1)
    user = make_user()
    make_address(user_id=user.pk)

    with pytest.raises(TooManyAddresses):
        make_address(user_id=user.pk)

    assert Address.objects.count() == 1


def prepared():
    user = make_user()
    made = [make_address(user_id=user.pk) for _ in range(RUNNERS + 1)]
    choices = [
        partial(make_default, user_id=user.pk, address_id=address.pk) for address in made[1:]
    ]
    return user, choices


@pytest.mark.django_db(transaction=True)
def test_of_many_defaults_chosen_at_once_one_remains(race):
    user, choices = prepared()

    outcomes = race(choices)

    assert [type(outcome) for outcome in outcomes] == [Address] * RUNNERS
    assert len(defaults_of(user)) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_only_the_index_keeps_one_default(race):
    """Control: everybody has taken the default away before anybody gives it."""
    user, choices = prepared()
    everybody_has_read = threading.Barrier(RUNNERS)

    def late(user_id):
        everybody_has_read.wait(timeout=30)
        Address.objects.filter(user_id=user_id, is_default=True).update(is_default=False)

    with (
        mock.patch.object(addresses, "lock_user"),
        mock.patch.object(addresses, "_leave_no_default", late),
    ):
        outcomes = tally(
            ["chosen" if isinstance(outcome, Address) else outcome for outcome in race(choices)]
        )

    assert outcomes["IntegrityError"] >= 1
    assert set(outcomes) == {"chosen", "IntegrityError"}
    assert len(defaults_of(user)) == 1


@pytest.mark.django_db
def test_the_migration_places_old_addresses_and_leaves_those_nobody_can_place():
    user = make_user()
    known, unknown = (make_address(user_id=user.pk) for _ in range(2))
    Address.objects.update(city_code="", department_code="")
    Address.objects.filter(pk=known.pk).update(city="BOGOTA", department="bogotá d.c.")
    Address.objects.filter(pk=unknown.pk).update(city="Medellín", department="Bogotá D.C.")

    migration = import_module("accounts.migrations.0009_places")
    for _ in range(2):
        migration.place_old_addresses(apps, None)

    known.refresh_from_db()
    unknown.refresh_from_db()
    assert (known.city, known.city_code, known.department_code) == ("Bogotá D.C.", "11001", "11")
    assert (unknown.city, unknown.city_code) == ("Medellín", "")
