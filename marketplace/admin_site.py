"""The staff's site: Django's own admin, with what waits for somebody on its first page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy

from accounts.portal.entry import SignOut, TwoStepLogin
from accounts.services.sessions import SessionKind

from .shared.api.permissions import is_proven_enough
from .staff_tiles import tiles_for


def is_staff_login(user: Any) -> bool:
    """Tell whether a member of staff came in by the staff's own, shorter login."""
    session = getattr(user, "login_session", None)
    return bool(user.is_active and user.is_staff and session and session.kind == SessionKind.ADMIN)


class StaffLogin(TwoStepLogin):
    """``/admin/login/``: others get the answer of a wrong password.

    Staff who must have a second factor and have none are led to its set-up and nowhere else.
    """

    kind = SessionKind.ADMIN
    heading = "Panel del equipo"
    lead = "Solo para las personas que trabajan en Plaza."
    next_page = "admin:index"

    def is_in_already(self, user: Any) -> bool:
        return is_staff_login(user) and is_proven_enough(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_staff_login(request.user) and not is_proven_enough(request.user):
            return redirect("account:second_factor")
        return super().get(request, *args, **kwargs)


class StaffLogout(SignOut):
    """``/admin/logout/``."""

    next_page = reverse_lazy("admin:login")


class PlazaAdminSite(admin.AdminSite):
    """Django's admin under our name, behind the accounts' own login."""

    site_header = "Plaza"
    site_title = "Administración de Plaza"
    index_title = "Tablero"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return is_staff_login(request.user) and is_proven_enough(request.user)

    def login(  # type: ignore[override]  # the site's own answers with one kind of response
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return StaffLogin.as_view()(request)

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return StaffLogout.as_view()(request)

    def password_change(  # type: ignore[override]  # the account's page changes passwords
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return redirect("account:security")

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return redirect("account:security")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        tiles = tiles_for(request.user)  # type: ignore[arg-type]  # the admin lets only staff in
        return super().index(request, {"tiles": tiles, **(extra_context or {})})
