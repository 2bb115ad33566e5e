"""The only writer of address books. Each person has at most one default address."""

from collections.abc import Mapping
from uuid import UUID

from marketplace.shared.db import in_transaction
from marketplace.shared.phones import normalise_phone

from ..errors import TooManyAddresses
from ..models import Address
from ..selectors.addresses import address_of, addresses_of
from .people import lock_user

LIMIT = 50
FIELDS = ("full_name", "phone", "address", "city", "department", "postal_code", "notes")


@in_transaction
def add_address(*, user_id: UUID, fields: Mapping[str, str], is_default: bool = False) -> Address:
    """Add an address; the first one is the default. Twice makes two.

    Args:
        fields: some of ``FIELDS``; ``phone`` in any Colombian spelling.

    Raises:
        InvalidPhone: see ``marketplace.shared.phones``.
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

    Raises:
        AddressNotFound, InvalidPhone
    """
    lock_user(user_id=user_id)
    address = address_of(user_id=user_id, address_id=address_id)
    _write(address, fields)
    address.save(update_fields=list(fields) or None)
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
    for name in FIELDS:
        if name in fields:
            value = fields[name].strip()
            setattr(address, name, normalise_phone(value) if name == "phone" else value)
