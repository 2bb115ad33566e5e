"""The app's place among Django's applications."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Loads the handlers, and adds the orders to people's copies and to what holds up erasure."""

    name = "orders"
    verbose_name = "Pedidos"

    def ready(self) -> None:
        # App ready: all of these need the models.
        from accounts.services.data_exports import register_export
        from accounts.services.erasure import register_obstacle

        from . import handlers  # noqa: F401 - imported for its subscriptions
        from .selectors.own_data import own_cart, own_orders
        from .services.erasure import orders_obstacle

        register_export("pedidos", own_orders, about="sus compras, con direcciones y renglones")
        register_export("carrito", own_cart, about="lo que tiene en el carrito")
        register_obstacle(orders_obstacle)
