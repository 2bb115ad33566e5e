"""The app's place among Django's applications."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Loads the system checks, and the handlers, which subscribe to events."""

    name = "accounts"
    verbose_name = "Cuentas"

    def ready(self) -> None:
        # App ready: handlers need the models.
        from . import checks, handlers  # noqa: F401 - they subscribe when they are loaded
