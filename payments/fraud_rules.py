"""A number from 0 to 100 that says how unusual a payment looks. No database, no decision."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

LARGE_AMOUNT = Decimal(2_000_000)
VERY_LARGE_AMOUNT = Decimal(8_000_000)
NEW_ACCOUNT = timedelta(days=1)
YOUNG_ACCOUNT = timedelta(days=7)
HIGHEST = 100


@dataclass(frozen=True, kw_only=True)
class PaymentFacts:
    """What is known when a payment starts.

    ``amount`` is pesos. ``account_age`` is ``None`` where nobody knows. The counts are of the same
    buyer: refused payments of the last 24 hours, payments started in the last hour, and payments
    ever approved.
    """

    amount: Decimal
    account_age: timedelta | None
    recent_declines: int
    recent_attempts: int
    approved_before: int


def fraud_score(facts: PaymentFacts) -> int:
    """Add up the signs; each rule's weight stands here and nowhere else."""
    score = 0
    if facts.amount >= VERY_LARGE_AMOUNT:
        score += 35
    elif facts.amount >= LARGE_AMOUNT:
        score += 15
    if facts.account_age is not None and facts.account_age < NEW_ACCOUNT:
        score += 20
    elif facts.account_age is not None and facts.account_age < YOUNG_ACCOUNT:
        score += 10
    if facts.approved_before == 0:
        score += 5
    score += min(40, 10 * facts.recent_declines)
    score += min(20, 4 * max(0, facts.recent_attempts - 2))
    return min(HIGHEST, score)
