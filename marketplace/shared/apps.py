"""The kernel's place among Django's applications."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Holds the outbox, idempotency keys, the audit log and the mail log."""

    name = "marketplace.shared"
    label = "shared"
    verbose_name = "Plataforma"
