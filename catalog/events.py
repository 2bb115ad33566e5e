"""What the catalogue tells."""

from dataclasses import dataclass
from typing import ClassVar

from marketplace.shared.events import Event


@dataclass(frozen=True, kw_only=True)
class ProductChanged(Event):
    """Something that search shows or finds by has changed; ``version`` grows with each change."""

    name: ClassVar[str] = "catalog.product_changed"
    product_id: str
    version: int
