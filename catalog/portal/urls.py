"""The catalogue's pages in the portal."""

from django.urls import path

from . import views

app_name = "catalog_portal"
_PRODUCT = "productos/<uuid:product_id>/"
urlpatterns = [
    path("productos/", views.Products.as_view(), name="products"),
    path("productos/nuevo/", views.AddProduct.as_view(), name="new_product"),
    path(_PRODUCT, views.ProductPage.as_view(), name="product"),
    path(f"{_PRODUCT}datos/", views.ChangeFacts.as_view(), name="change_facts"),
    path(f"{_PRODUCT}existencias/", views.ChangeStock.as_view(), name="change_stock"),
    path(f"{_PRODUCT}precio/", views.ChangePrice.as_view(), name="change_price"),
    path(f"{_PRODUCT}imagenes/", views.AddPicture.as_view(), name="add_picture"),
    path(f"{_PRODUCT}estado/", views.ChangeStatus.as_view(), name="change_status"),
]
