"""Goods for tests, made by the services."""

from decimal import Decimal
from itertools import count
from typing import Any

from catalog.models import Category, Product, Variant
from catalog.services.categories import create_category
from catalog.services.products import change_status, create_product
from catalog.states import ProductAction, ProductRole

from .vendors import make_vendor

_numbers = count(1)


def make_category(**values: Any) -> Category:
    """Return a visible root category."""
    return create_category(**({"name": f"Categoría {next(_numbers)}"} | values))


def make_product(
    *,
    price: int | str | Decimal = 50_000,
    stock: int = 10,
    vendor: Any = None,
    category: Category | None = None,
    status: str = "active",
    **values: Any,
) -> Product:
    """Return a product with one variant, on sale."""
    number = next(_numbers)
    product = create_product(
        vendor_id=(vendor or make_vendor()).pk,
        category_id=(category or make_category()).pk,
        price=Decimal(price),
        stock=stock,
        **({"name": f"Producto {number}", "description": ""} | values),
    )
    if status == "active":
        for action in (ProductAction.SUBMIT, ProductAction.APPROVE):
            product = change_status(
                product_id=product.pk, action=action, role=ProductRole.STAFF, actor_id=None
            )
    return product


def variant_of(product: Product) -> Variant:
    """Return the one variant of ``product``, as it is stored now."""
    return Variant.objects.get(product=product)
