"""Charges, notices, the ledger and what vendors earn."""

from .charge import ChargeAttempt, PaymentRoute, Refund
from .commission import Commission, CommissionLine, CommissionRule
from .ledger import LedgerAccount, LedgerEntry, LedgerPosting
from .notice import RejectedNotice, WebhookNotice
from .payout import Payout, Statement

__all__ = [
    "ChargeAttempt",
    "Commission",
    "CommissionLine",
    "CommissionRule",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerPosting",
    "PaymentRoute",
    "Payout",
    "Refund",
    "RejectedNotice",
    "Statement",
    "WebhookNotice",
]
