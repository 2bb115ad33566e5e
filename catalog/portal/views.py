"""A shop's products in the portal. Another shop's products answer 404."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from marketplace.shared.money import format_pesos
from vendors.member_rules import Area
from vendors.portal.pages import PortalAction, PortalList, PortalPage

from ..models import Product
from ..selectors.portal import ProductFile, product_choices, product_file
from ..selectors.shops import products_of_shop, shop_row
from ..services.drafts import start_draft
from ..services.images import add_image
from ..services.products import ProductChanges, change_status, set_price, update_product
from ..services.stock import change_stock
from ..states import ProductRole, ProductStatus
from .forms import (
    NewProduct,
    Picture,
    PriceForm,
    ProductFacts,
    ProductFilter,
    StatusForm,
    StockForm,
)


class Products(PortalList):
    """``/portal/productos/``: the shop's products; seven statements whatever their number."""

    area = Area.PRODUCTS
    template_name = "portal/catalog/products.html"

    def rows(self) -> QuerySet[Any, Any]:
        wanted = self._filter()
        if not wanted.is_valid():
            return Product.objects.none()
        return products_of_shop(
            vendor_id=self.vendor.vendor_id,
            words=wanted.cleaned_data["q"],
            status=wanted.cleaned_data["status"],
        )

    def shown(self, row: Any) -> Any:
        return shop_row(row)

    def content(self) -> dict[str, Any]:
        return {**super().content(), "filter": self._filter()}

    def _filter(self) -> ProductFilter:
        return ProductFilter(self.request.GET)


class AddProduct(PortalAction):
    """``/portal/productos/nuevo/``: a draft with its picture."""

    area = Area.PRODUCTS
    template_name = "portal/catalog/new_product.html"

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self.show()

    def content(self) -> dict[str, Any]:
        return {"form": NewProduct(choices=product_choices())}

    def build_form(self) -> forms.Form:
        return NewProduct(self.request.POST, self.request.FILES, choices=product_choices())

    def perform(self, data: dict[str, Any]) -> str:
        self.product = start_draft(
            vendor_id=self.vendor.vendor_id, actor_id=self.request.user.pk, **data
        )
        return "Producto creado como borrador. Envíelo a revisión cuando esté listo."

    def address(self) -> str:
        return reverse("catalog_portal:product", args=[self.product.pk])


class ProductPage(PortalPage):
    """``/portal/productos/<id>/``: one product with its forms."""

    area = Area.PRODUCTS
    template_name = "portal/catalog/product.html"

    @property
    def product_id(self) -> UUID:
        return self.kwargs["product_id"]

    def content(self) -> dict[str, Any]:
        file = self.file()
        return {
            "file": file,
            "product": file.product,
            "facts": ProductFacts(choices=product_choices(), initial=_facts(file.product)),
            "stock": StockForm(variants=file.variants),
            "price": PriceForm(variants=file.variants),
            "picture": Picture(),
        }

    def file(self) -> ProductFile:
        return product_file(product_id=self.product_id, vendor_id=self.vendor.vendor_id)


def _facts(product: Product) -> dict[str, Any]:
    return {name: getattr(product, name) for name in ProductFacts.base_fields}


class ProductDeed(PortalAction, ProductPage):
    """A form of the product's page."""

    def address(self) -> str:
        return reverse("catalog_portal:product", args=[self.product_id])

    def who(self) -> dict[str, Any]:
        """Return whose product may be changed, and by whom."""
        return {"vendor_id": self.vendor.vendor_id, "actor_id": self.request.user.pk}


class ChangeFacts(ProductDeed):
    """``…/datos/``: what the product says about itself."""

    form_name = "facts"

    def build_form(self) -> forms.Form:
        return ProductFacts(self.request.POST, choices=product_choices())

    def perform(self, data: dict[str, Any]) -> str:
        changes = cast(ProductChanges, data)  # the form has the same names
        update_product(product_id=self.product_id, changes=changes, **self.who())
        return "Datos guardados."


class ChangeStock(ProductDeed):
    """``…/existencias/``: units in, out, or counted, with the reason."""

    form_name = "stock"

    def build_form(self) -> forms.Form:
        return StockForm(self.request.POST, variants=self.file().variants)

    def perform(self, data: dict[str, Any]) -> str:
        change = change_stock(**data, **self.who())
        return f"Existencias: {change.on_hand}, de ellas {change.available} libres."


class ChangePrice(ProductDeed):
    """``…/precio/``: what a variant costs from now on."""

    form_name = "price"

    def build_form(self) -> forms.Form:
        return PriceForm(self.request.POST, variants=self.file().variants)

    def perform(self, data: dict[str, Any]) -> str:
        set_price(product_id=self.product_id, **data, **self.who())
        return f"Precio nuevo: {format_pesos(data['price'])}."


class AddPicture(ProductDeed):
    """``…/imagenes/``: one more picture."""

    form_name = "picture"

    def build_form(self) -> forms.Form:
        return Picture(self.request.POST, self.request.FILES)

    def perform(self, data: dict[str, Any]) -> str:
        add_image(
            product_id=self.product_id,
            upload=data["picture"],
            alt=data["alt"],
            vendor_id=self.vendor.vendor_id,
        )
        return "Imagen agregada."


class ChangeStatus(ProductDeed):
    """``…/estado/``: submit for review, pause, resume, discontinue."""

    form_name = "step"

    def build_form(self) -> forms.Form:
        return StatusForm(self.request.POST)

    def perform(self, data: dict[str, Any]) -> str:
        product = change_status(
            product_id=self.product_id,
            action=data["action"],
            role=ProductRole.VENDOR,
            **self.who(),
        )
        return f"El producto quedó {ProductStatus(product.status).label}."
