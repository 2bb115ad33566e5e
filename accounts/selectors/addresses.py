"""A person's address book, and the form in which addresses are stored."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from marketplace.shared.phones import normalise_phone
from marketplace.shared.text import one_line, without_direction_marks

from ..errors import AddressNotFound
from ..models import Address
from .places import find_place

LINES = ("full_name", "phone", "address", "postal_code", "notes")
PLACE = ("city", "department", "city_code", "department_code")
FIELDS = (*LINES, *PLACE)


def stored_lines(written: Mapping[str, str]) -> dict[str, str]:
    """Return those of ``LINES`` that are given in their stored form, without a query.

    Signs such as ``#``, ``-`` and ``°`` stay as they are; only the notes may have several lines.

    Raises:
        InvalidPhone: the telephone is no Colombian one.
    """
    lines = {name: one_line(written[name]) for name in LINES if name in written}
    if "phone" in lines:
        lines["phone"] = normalise_phone(lines["phone"])
    if "notes" in lines:
        lines["notes"] = without_direction_marks(written["notes"]).strip()
    return lines


def stored_place(written: Mapping[str, str]) -> dict[str, str]:
    """Return all of ``PLACE`` as the given names and codes say it: 1 query.

    Raises:
        UnknownDepartment, UnknownCity: see ``find_place``.
    """
    place = find_place(**{name: one_line(written.get(name, "")) for name in PLACE})
    return {name: getattr(place, name) for name in PLACE}


def addresses_of(*, user_id: UUID) -> QuerySet[Address]:
    """Return the person's addresses, the default first, then the newest."""
    return Address.objects.filter(user_id=user_id).order_by("-is_default", "-created_at", "-pk")


def address_of(*, user_id: UUID, address_id: UUID) -> Address:
    """Return one of the person's own addresses.

    Raises:
        AddressNotFound: no such address, or somebody else's.
    """
    address = addresses_of(user_id=user_id).filter(pk=address_id).first()
    if address is None:
        raise AddressNotFound("La dirección no existe.")
    return address
