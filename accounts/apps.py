"""The app's place among Django's applications."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Loads the handlers, which subscribe to events."""

    name = "accounts"
    verbose_name = "Cuentas"

    def ready(self) -> None:
        from . import handlers  # noqa: F401 - app ready: handlers need the models
