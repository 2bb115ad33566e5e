"""Puts our own site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class PlazaAdminConfig(AdminConfig):
    """``django.contrib.admin`` with our name, colours and first page."""

    default_site = "marketplace.admin_site.PlazaAdminSite"
