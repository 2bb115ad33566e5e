"""What a person, or the bank, may decide about a payment, and what it then reads like."""

import sqlite3

from .notices import settle

# What may be asked for: the status it leads to, and Wompi's message. Wompi has no status for
# an expired or abandoned payment, so it ends as an error.
DECISIONS: dict[str, tuple[str, str | None]] = {
    "APPROVED": ("APPROVED", None),
    "DECLINED": ("DECLINED", "La transacción fue rechazada (Sandbox)"),
    "ERROR": ("ERROR", "Transacción con ERROR en Sandbox"),
    "VOIDED": ("VOIDED", None),
    "EXPIRED": ("ERROR", "La transacción expiró (Sandbox)"),
}


def decide(transaction_id: str, decision: str) -> sqlite3.Row | None:
    """Carry out a decision; ``None`` if the transaction is final and stays as it is."""
    status, message = DECISIONS[decision]
    return settle(transaction_id, status=status, message=message)
