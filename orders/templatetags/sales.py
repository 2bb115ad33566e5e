"""Shows states of orders."""

from django import template

from orders.states import OrderStatus

register = template.Library()


@register.filter
def order_status(status: str) -> str:
    """Return the Spanish name of a stored status."""
    return str(OrderStatus(status).label)
