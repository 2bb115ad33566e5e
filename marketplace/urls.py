"""Where everything is mounted."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path

from .pages import front_page

urlpatterns = [
    path("", front_page, name="front"),
    path("admin/", admin.site.urls),
    path("portal/", include("vendors.portal.urls")),
    path("portal/", include("catalog.portal.urls")),
    path("portal/", include("orders.portal.urls")),
    path("portal/", include("payments.portal.urls")),
]
if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
