"""A person's address book."""

from uuid import UUID

from django.db.models import QuerySet

from ..errors import AddressNotFound
from ..models import Address


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
