"""The project itself, for its management commands."""

from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    """Holds the commands that run and check the whole."""

    name = "marketplace"
    verbose_name = "Plaza"

    def ready(self) -> None:
        from . import celery  # noqa: F401 - app ready: web and commands send tasks through it
