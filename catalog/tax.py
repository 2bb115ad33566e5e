"""IVA classes of goods and their rates."""

from decimal import Decimal

from django.db import models


class IvaClass(models.TextChoices):
    """Estatuto Tributario arts. 468, 468-1, 477, 424; exempt and excluded differ in the books."""

    GENERAL = "general", "19 %"
    REDUCED = "reduced", "5 %"
    EXEMPT = "exempt", "exento (0 %)"
    EXCLUDED = "excluded", "excluido"


IVA_RATES: dict[str, Decimal] = {
    IvaClass.GENERAL: Decimal("0.1900"),
    IvaClass.REDUCED: Decimal("0.0500"),
    IvaClass.EXEMPT: Decimal("0.0000"),
    IvaClass.EXCLUDED: Decimal("0.0000"),
}


def iva_rate(iva_class: str, *, vendor_charges_iva: bool) -> Decimal:
    """Return the rate as a fraction; a vendor who is not responsible for IVA charges none."""
    return IVA_RATES[iva_class] if vendor_charges_iva else Decimal("0.0000")
