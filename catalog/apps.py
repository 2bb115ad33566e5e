"""The app's place among Django's applications."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Loads the handlers and signals, which subscribe to events and saves."""

    name = "catalog"
    verbose_name = "Catálogo"

    def ready(self) -> None:
        # App ready: handlers and signals need the models.
        from . import handlers, signals  # noqa: F401 - loaded for what they register
