"""The kernel's tables and the parts that other apps' models are made of."""

from .access import StaffAccess
from .audit import AuditEntry
from .base import Record, SoftDeleted, SoftDeletedQuerySet
from .fields import PesoField, RateField, SealedField
from .idempotency import IdempotencyKey
from .mail import SentMail
from .outbox import OutboxMessage
from .sms import SentSms
from .unreachable import Unreachable

__all__ = [
    "AuditEntry",
    "IdempotencyKey",
    "OutboxMessage",
    "PesoField",
    "RateField",
    "Record",
    "SealedField",
    "SentMail",
    "SentSms",
    "SoftDeleted",
    "SoftDeletedQuerySet",
    "StaffAccess",
    "Unreachable",
]
