"""The doors of the portal."""

from django.urls import path

from .views import PortalLogin, PortalLogout

app_name = "vendors_portal"
urlpatterns = [
    path("entrar/", PortalLogin.as_view(), name="login"),
    path("salir/", PortalLogout.as_view(), name="logout"),
]
