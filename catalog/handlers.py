"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe
from vendors.events import VendorStatusChanged

from .events import ProductChanged
from .services.indexing import index_product
from .services.search_index import refresh_products


@subscribe(ProductChanged, queue="index")
def update_index(payload: dict[str, Any]) -> None:
    """Bring the changed product's words and vector up to date."""
    index_product(product_id=UUID(payload["product_id"]))


@subscribe(VendorStatusChanged, queue="index")
def show_or_hide_goods(payload: dict[str, Any]) -> None:
    """A shop opened or closed: search must hear of each of its products."""
    refresh_products(vendor_id=UUID(payload["vendor_id"]))
