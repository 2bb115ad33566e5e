"""The app's place among Django's applications."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Loads the handlers, which subscribe to events."""

    name = "orders"
    verbose_name = "Pedidos"

    def ready(self) -> None:
        from . import handlers  # noqa: F401 - app ready: handlers need the models
