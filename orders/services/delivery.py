"""Where an order goes: the copy of an address that the order keeps."""

from collections.abc import Mapping
from uuid import UUID

from accounts.errors import UnknownCity, UnknownDepartment
from accounts.selectors.addresses import FIELDS, LINES, address_of, stored_lines, stored_place

# The field of the API in which an address comes.
_POINTER = "/shipping_address"


def delivery_address(written: Mapping[str, str]) -> dict[str, str]:
    """Return ``written`` as the order keeps it: phone and place in their stored form: 1 query.

    Args:
        written: full_name, phone, address, the place by names or codes; postal_code and notes
            may be missing.

    Raises:
        InvalidPhone, UnknownDepartment, UnknownCity: the parcel could not arrive.
    """
    try:
        place = stored_place(written)
    except (UnknownDepartment, UnknownCity) as error:
        raise error.at(_POINTER + error.pointer) from error
    return dict.fromkeys(LINES, "") | stored_lines(written) | place


def address_from_book(*, user_id: UUID, address_id: UUID) -> dict[str, str]:
    """Return an entry of the buyer's own address book: 1 query.

    Raises:
        AddressNotFound: no such address, or somebody else's.
    """
    address = address_of(user_id=user_id, address_id=address_id)
    return {name: getattr(address, name) for name in FIELDS}
