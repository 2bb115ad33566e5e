"""Purchases: carts, orders, vendor orders, states, shipments, returns."""
