"""Who may call: every view names its audience, and a view that forgets lets nobody in."""

import ipaddress
import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request

from ..request_context import current_request

if TYPE_CHECKING:  # DRF's views read this module while they are loaded
    from rest_framework.views import APIView

__all__ = ["IsAuthenticated", "IsOperator", "IsStaff", "NobodyByDefault", "Public", "StaffMay"]


def is_proven_enough(user: Any) -> bool:
    """Tell whether the login session of a member of staff is good enough to act in.

    ``user.login_session`` is what the project's authentication found with the person.
    """
    session = getattr(user, "login_session", None)
    return not settings.STAFF_SECOND_FACTOR_REQUIRED or bool(session and session.second_factor)


class NobodyByDefault(BasePermission):
    """The default of the project: refuses."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


class Public(AllowAny):
    """Everybody, signed in or not."""


class IsStaff(BasePermission):
    """Signed-in staff, by a login with a second factor where the settings ask for it."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        user = request.user
        return bool(user.is_authenticated and user.is_staff and is_proven_enough(user))


class StaffMay(IsStaff):
    """Staff whose groups let them see rows of ``model``; to act, also change them."""

    model: ClassVar[str]

    def has_permission(self, request: Request, view: "APIView") -> bool:
        app, _, name = self.model.partition(".")
        verb = "view" if request.method in SAFE_METHODS else "change"
        is_staff = super().has_permission(request, view)
        return is_staff and request.user.has_perm(f"{app}.{verb}_{name}")


class IsOperator(BasePermission):
    """Monitoring: ``Authorization: Bearer HEALTH_TOKEN``, or a private network.

    The network counts only when the address is certain: a request that names a forwarding proxy
    which the settings do not know must show the token.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return _shows_token(request) or _comes_from_inside(request)


def _shows_token(request: Request) -> bool:
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.HEALTH_TOKEN
    return bool(wanted) and secrets.compare_digest(sent.encode(), wanted.encode())


def _comes_from_inside(request: Request) -> bool:
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if forwarded and not settings.TRUSTED_PROXIES:
        return False
    address = current_request().ip
    return address is not None and ipaddress.ip_address(address).is_private
