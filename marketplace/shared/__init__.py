"""The kernel: money, errors, events and outbox, idempotency, audit, API manners. Knows no app."""
