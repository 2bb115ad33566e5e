"""The kernel: money, ids, errors, events and outbox, idempotency, audit, API manners. Knows no app."""
