"""Where everything is mounted."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from marketplace.shared.api.docs import DocsView, SchemaView
from marketplace.shared.api.health import ExpositionView

from .demo import limits, messages
from .pages import front_page

API_MODULES = [
    "marketplace.shared.api.urls",
    "accounts.api.urls",
    "vendors.api.urls",
    "catalog.api.urls",
    "orders.api.urls",
    "payments.api.urls",
]

PORTAL_MODULES = [
    "vendors.portal.urls",
    "catalog.portal.urls",
    "orders.portal.urls",
    "payments.portal.urls",
]

urlpatterns = [
    path("", front_page, name="front"),
    path("admin/", admin.site.urls),
    path("cuenta/", include("accounts.portal.privacy_urls")),
    *[path("portal/", include(name)) for name in PORTAL_MODULES],
    path("cuenta/", include("accounts.portal.urls")),
    path("avisos/", include("accounts.portal.notice_urls")),
    path("metrics", ExpositionView.as_view(), name="metrics"),
    # Without slashes at the end: the API's middleware takes them away.
    path("api/schema", SchemaView.as_view(), name="api-schema"),
    path("api/docs", DocsView.as_view(), name="api-docs"),
    *[path("api/v1/", include(name)) for name in API_MODULES],
]

if settings.DEMO:
    # In production the web server in front, or the object store, serves uploads.
    urlpatterns += [
        re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT}),
        path("demo/mensajes/", messages.message_list, name="demo-messages"),
        path("demo/mensajes/<str:name>/", messages.mail_page, name="demo-mail"),
        path("demo/mensajes/<str:name>/html/", messages.mail_html, name="demo-mail-html"),
        path("demo/limits/redis", limits.stored_bytes),
        path("demo/limits/query", limits.one_query),
    ]
