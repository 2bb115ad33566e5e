"""What the books say, for tests to compare."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from payments.models import LedgerEntry


def balances(**filters: Any) -> dict[str, Decimal]:
    """Return the balance by account kind: debits positive, without those at zero."""
    rows = (
        LedgerEntry.objects.filter(**filters)
        .values_list("account__kind")
        .annotate(balance=Sum("amount"))
    )
    return {kind: balance for kind, balance in rows if balance}


def pesos(amount: int) -> Decimal:
    """Return whole pesos as the books hold them."""
    return Decimal(amount).quantize(Decimal("0.01"))
