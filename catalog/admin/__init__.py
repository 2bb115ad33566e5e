"""The catalogue's staff screens: prices, stock and states change through the services only."""

from . import products, records, stock, tree

__all__ = ["products", "records", "stock", "tree"]
