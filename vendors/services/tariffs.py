"""The only writer of shops' own shipping tariffs."""

from decimal import Decimal
from uuid import UUID

from accounts.selectors.places import find_department
from marketplace.shared.db import in_transaction
from marketplace.shared.money import is_whole_pesos

from ..errors import InvalidShippingRate, VendorNotFound
from ..models import ShippingRate, Vendor


@in_transaction
def set_shipping_rate(
    *, vendor_id: UUID, department: str, fee: Decimal, free_from: Decimal | None
) -> ShippingRate:
    """Set what the shop asks for a parcel to ``department``; twice is once.

    Args:
        department: its name, in any spelling; empty is everywhere without a tariff of its own.
        fee: whole pesos, IVA included.
        free_from: whole pesos of this shop's goods from which sending is free; None leaves the
            general threshold of ``settings.DEFAULT_FREE_SHIPPING_FROM``.

    Raises:
        VendorNotFound: no such shop.
        InvalidShippingRate: an amount is negative or has centavos.
        UnknownDepartment: Colombia has none of this name.
    """
    for amount in (fee, free_from):
        if amount is not None and (amount < 0 or not is_whole_pesos(amount)):
            raise InvalidShippingRate("Escriba pesos enteros, cero o más.")
    if not Vendor.objects.filter(pk=vendor_id).exists():
        raise VendorNotFound("La tienda no existe.")
    rate, _ = ShippingRate.objects.update_or_create(
        vendor_id=vendor_id,
        department=find_department(name=department).name if department.strip() else "",
        defaults={"fee": fee, "free_from": free_from},
    )
    return rate
