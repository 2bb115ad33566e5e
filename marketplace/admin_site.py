"""The staff's site: Django's own admin, with what waits for somebody on its first page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from .staff_tiles import tiles_for


class PlazaAdminSite(admin.AdminSite):
    """Django's admin under our name."""

    site_header = "Plaza"
    site_title = "Administración de Plaza"
    index_title = "Tablero"
    enable_nav_sidebar = True

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        tiles = tiles_for(request.user)  # type: ignore[arg-type]  # the admin lets only staff in
        return super().index(request, {"tiles": tiles, **(extra_context or {})})
