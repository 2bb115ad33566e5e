"""The app's place among Django's applications."""

from django.apps import AppConfig


class VendorsConfig(AppConfig):
    """Loads the handlers, which subscribe to events, and adds the shop to people's profiles."""

    name = "vendors"
    verbose_name = "Vendedores"

    def ready(self) -> None:
        # App ready: handlers and selectors need the models.
        from accounts.selectors.profile import register_section
        from accounts.services.data_exports import register_export
        from accounts.services.erasure import register_obstacle
        from accounts.services.roles import register_shop_check

        from . import handlers  # noqa: F401 - imported for its subscriptions
        from .selectors.members import memberships_section, works_for_a_shop
        from .selectors.own_data import own_membership
        from .services.erasure import shop_obstacle

        register_export("tienda", own_membership, about="la tienda en la que trabaja")
        register_obstacle(shop_obstacle)
        register_section("memberships", memberships_section)
        register_shop_check(works_for_a_shop)
