"""The only writer of address books. Each person has at most one default address."""

from collections.abc import Mapping
from uuid import UUID

from marketplace.shared.db import in_transaction

from ..errors import TooManyAddresses
from ..models import Address
from ..selectors.addresses import (
    FIELDS,
    PLACE,
    address_of,
    addresses_of,
    stored_lines,
    stored_place,
)
from .people import lock_user

LIMIT = 50


@in_transaction
def add_address(*, user_id: UUID, fields: Mapping[str, str], is_default: bool = False) -> Address:
    """Add an address; the first one is the default. Twice makes two.

    Args:
        fields: some of ``selectors.addresses.FIELDS``; ``phone`` in any Colombian spelling,
            the place by names or codes. It is kept by its official names.

    Raises:
        InvalidPhone: see ``marketplace.shared.phones``.
        UnknownDepartment, UnknownCity: see ``selectors.places``.
        TooManyAddresses: the person has 50.

    Locks the user, like every writer of the default.
    """
    lock_user(user_id=user_id)
    count = addresses_of(user_id=user_id).count()
    if count >= LIMIT:
        raise TooManyAddresses("La libreta admite 50 direcciones.", limit=LIMIT)
    address = Address(user_id=user_id)
    _write(address, fields)
    if is_default or count == 0:
        _leave_no_default(user_id)
        address.is_default = True
    address.save(force_insert=True)
    return address


@in_transaction
def change_address(*, user_id: UUID, address_id: UUID, fields: Mapping[str, str]) -> Address:
    """Change the given fields of the person's own address; orders keep what they copied.

    A city alone is one of the same department, a department alone must have the same city.

    Raises:
        AddressNotFound, InvalidPhone, UnknownDepartment, UnknownCity
    """
    lock_user(user_id=user_id)
    address = address_of(user_id=user_id, address_id=address_id)
    _write(address, fields)
    address.save(update_fields=FIELDS)
    return address


@in_transaction
def make_default(*, user_id: UUID, address_id: UUID) -> Address:
    """Make one of the person's addresses the default; twice is once.

    Raises:
        AddressNotFound: no such address, or somebody else's.

    Locks the user; the unique index behind it lets no second default be stored.
    """
    lock_user(user_id=user_id)
    address = address_of(user_id=user_id, address_id=address_id)
    if not address.is_default:
        _leave_no_default(user_id)
        address.is_default = True
        address.save(update_fields=["is_default"])
    return address


@in_transaction
def remove_address(*, user_id: UUID, address_id: UUID) -> None:
    """Remove an address; if it was the default, the newest of the others takes its place.

    Raises:
        AddressNotFound: no such address (any more), or somebody else's.
    """
    lock_user(user_id=user_id)
    address = address_of(user_id=user_id, address_id=address_id)
    was_default = address.is_default
    address.delete()
    heir = addresses_of(user_id=user_id).first() if was_default else None
    if heir is not None:
        heir.is_default = True
        heir.save(update_fields=["is_default"])


def _leave_no_default(user_id: UUID) -> None:
    Address.objects.filter(user_id=user_id, is_default=True).update(is_default=False)


def _write(address: Address, fields: Mapping[str, str]) -> None:
    stored = stored_lines(fields)
    wanted = {name: fields[name] for name in PLACE if fields.get(name)}
    if wanted or not address.city:
        stored |= stored_place(_completed(address, wanted))
    for name, value in stored.items():
        setattr(address, name, value)


def _completed(address: Address, wanted: dict[str, str]) -> dict[str, str]:
    """Return what is wanted of the place, and the rest as the address has it."""
    if "city_code" in wanted:
        return wanted
    if "city" not in wanted:
        wanted = {**wanted, "city": address.city}
    if not {"department", "department_code"} & wanted.keys():
        name = "department_code" if address.department_code else "department"
        wanted = {**wanted, name: getattr(address, name)}
    return wanted
