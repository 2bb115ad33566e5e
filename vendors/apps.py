"""The app's place among Django's applications."""

from django.apps import AppConfig


class VendorsConfig(AppConfig):
    """Loads the handlers, which subscribe to events."""

    name = "vendors"
    verbose_name = "Vendedores"

    def ready(self) -> None:
        from . import handlers  # noqa: F401 - app ready: handlers need the models
