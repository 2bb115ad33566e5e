"""The app's place among Django's applications."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Loads the system checks, and the handlers, which subscribe to events."""

    name = "payments"
    verbose_name = "Pagos"

    def ready(self) -> None:
        from accounts.services.data_exports import register_export
        from accounts.services.erasure import register_obstacle
        from orders.selectors.portal import register_account

        # App ready: all of these need the models.
        from . import checks, handlers  # noqa: F401 - they subscribe when they are loaded
        from .selectors.own_data import own_payments
        from .selectors.portal import commission_of_sale
        from .services.erasure import money_obstacle

        register_account(commission_of_sale)
        register_export("pagos", own_payments, about="sus pagos y lo que se le devolvió")
        register_obstacle(money_obstacle)
