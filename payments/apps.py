"""The app's place among Django's applications."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Loads the system checks, and the handlers, which subscribe to events."""

    name = "payments"
    verbose_name = "Pagos"

    def ready(self) -> None:
        from orders.selectors.portal import register_account

        # App ready: all of these need the models.
        from . import checks, handlers  # noqa: F401 - they subscribe when they are loaded
        from .selectors.portal import commission_of_sale

        register_account(commission_of_sale)
