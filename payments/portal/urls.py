"""The portal's first page and its pages of money."""

from django.urls import path

from . import views

app_name = "payments_portal"
urlpatterns = [
    path("", views.DashboardPage.as_view(), name="dashboard"),
    path("comisiones/", views.Commissions.as_view(), name="commissions"),
]
