"""The app's place among Django's applications."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Loads the handlers, and registers what the accounts know of people and how it is erased."""

    name = "accounts"
    verbose_name = "Cuentas"

    def ready(self) -> None:
        # App ready: all of these need the models.
        from . import handlers  # noqa: F401 - imported for its subscriptions
        from .services import privacy_registry

        privacy_registry.register()
