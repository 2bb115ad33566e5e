"""Reacts to events of this app and of those below."""

from typing import Any
from uuid import UUID

from marketplace.shared.events import subscribe

from .events import ProductChanged
from .services.indexing import index_product


@subscribe(ProductChanged, queue="index")
def update_index(payload: dict[str, Any]) -> None:
    """Bring the changed product's words and vector up to date."""
    index_product(product_id=UUID(payload["product_id"]))
