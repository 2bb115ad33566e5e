"""The app's place among Django's applications."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Loads checks and handlers, and registers what is known of people and how it is erased."""

    name = "accounts"
    verbose_name = "Cuentas"

    def ready(self) -> None:
        # App ready: all of these need the models.
        from . import checks, handlers  # noqa: F401 - they register when they are loaded
        from .services import privacy_registry

        privacy_registry.register()
