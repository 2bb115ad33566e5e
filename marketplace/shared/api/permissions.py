"""Who may call: every view names its audience, and a view that forgets lets nobody in."""

from typing import TYPE_CHECKING

from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request

if TYPE_CHECKING:
    # Only for types: ``rest_framework.views`` imports this module, named in the settings.
    from rest_framework.views import APIView

__all__ = ["IsAuthenticated", "IsStaff", "NobodyByDefault", "Public"]


class NobodyByDefault(BasePermission):
    """The default of the project: refuses."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


class Public(AllowAny):
    """Everybody, signed in or not."""


class IsStaff(BasePermission):
    """Signed-in staff."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return bool(request.user.is_authenticated and request.user.is_staff)
