"""The app's place among Django's applications."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Loads the handlers, which subscribe to events."""

    name = "catalog"
    verbose_name = "Catálogo"

    def ready(self) -> None:
        from . import handlers  # noqa: F401 - app ready: handlers need the models
