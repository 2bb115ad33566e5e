"""What is described, what is sold, and how many there are."""

from .product import Product, ProductImage, ProductStatusChange, Variant
from .review import Review
from .search import SearchSynonym, SearchWord
from .stock import PriceChange, Reservation, StockMovement
from .tree import Brand, Category

__all__ = [
    "Brand",
    "Category",
    "PriceChange",
    "Product",
    "ProductImage",
    "ProductStatusChange",
    "Reservation",
    "Review",
    "SearchSynonym",
    "SearchWord",
    "StockMovement",
    "Variant",
]
