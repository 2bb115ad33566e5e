"""Shows money to people."""

from decimal import Decimal

from django import template

from ..money import format_pesos

register = template.Library()


@register.filter
def pesos(amount: Decimal | None) -> str:
    """Return ``$ 1.234.567``; nothing for no amount."""
    return "" if amount is None else format_pesos(amount)
