"""On what terms shops sell: what the cart and the order need to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import FilteredRelation, Q

from ..models import Vendor
from ..states import VendorStatus


@dataclass(frozen=True, kw_only=True)
class SellingTerms:
    """Amounts in whole pesos, IVA included; ``commission_rate`` is a fraction."""

    vendor_id: UUID
    name: str
    slug: str
    is_open: bool
    charges_iva: bool
    commission_rate: Decimal
    shipping_fee: Decimal
    free_shipping_from: Decimal


def selling_terms(*, vendor_ids: Iterable[UUID], department: str) -> dict[UUID, SellingTerms]:
    """Return the terms by shop for parcels to ``department``: 1 query.

    The shop's tariff for the department comes first, then its tariff for everywhere, then the
    defaults of the settings. Unknown shops are left out; one that may not sell is not open.
    """
    rows = (
        Vendor.objects.filter(pk__in=set(vendor_ids))
        .annotate(
            near=FilteredRelation(
                "shipping_rates", condition=Q(shipping_rates__department__iexact=department.strip())
            ),
            anywhere=FilteredRelation("shipping_rates", condition=Q(shipping_rates__department="")),
        )
        .values(
            "pk",
            "name",
            "slug",
            "status",
            "charges_iva",
            "commission_rate",
            "near__fee",
            "near__free_from",
            "anywhere__fee",
            "anywhere__free_from",
        )
    )
    return {row["pk"]: _terms(dict(row)) for row in rows}


def _terms(row: dict[str, Any]) -> SellingTerms:
    tariff = "near" if row["near__fee"] is not None else "anywhere"
    return SellingTerms(
        vendor_id=row["pk"],
        name=row["name"],
        slug=row["slug"],
        is_open=row["status"] == VendorStatus.APPROVED,
        charges_iva=row["charges_iva"],
        commission_rate=_or_default(row["commission_rate"], settings.DEFAULT_COMMISSION_RATE),
        shipping_fee=_or_default(row[f"{tariff}__fee"], settings.DEFAULT_SHIPPING_FEE),
        free_shipping_from=_or_default(
            row[f"{tariff}__free_from"], settings.DEFAULT_FREE_SHIPPING_FROM
        ),
    )


def _or_default(value: Decimal | None, default: Any) -> Decimal:
    return Decimal(default) if value is None else value
