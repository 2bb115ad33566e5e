"""The pages of sales in the portal."""

from django.urls import path

from . import views

app_name = "orders_portal"
_SALE = "ventas/<uuid:vendor_order_id>/"
urlpatterns = [
    path("ventas/", views.Sales.as_view(), name="sales"),
    path(_SALE, views.SalePage.as_view(), name="sale"),
    path(f"{_SALE}preparar/", views.Prepare.as_view(), name="prepare"),
    path(f"{_SALE}enviar/", views.Ship.as_view(), name="ship"),
    path(f"{_SALE}entregar/", views.Deliver.as_view(), name="deliver"),
    path(f"{_SALE}cancelar/", views.Cancel.as_view(), name="cancel"),
]
