"""Going into the portal and out of it: the accounts' login, for members of a shop."""

from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.portal.entry import SignOut, TwoStepLogin
from marketplace.shared.errors import ForbiddenError
from vendors.selectors.members import membership_of

from .access import NO_SHOP


class PortalLogin(TwoStepLogin):
    """``/portal/entrar/``: only members of a shop get in."""

    heading = "Portal de tiendas"
    lead = "Productos, ventas y comisiones de su tienda."
    next_page = settings.LOGIN_REDIRECT_URL

    def may_enter(self, user_id: UUID) -> None:
        if membership_of(user_id=user_id) is None:
            raise ForbiddenError(NO_SHOP)

    def is_in_already(self, user: Any) -> bool:
        return bool(user.is_authenticated and membership_of(user_id=user.pk))


class PortalLogout(SignOut):
    """``/portal/salir/``."""

    next_page = settings.LOGIN_URL
