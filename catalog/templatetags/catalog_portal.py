"""Shows pictures and units of the catalogue."""

from django import template

from catalog.selectors.media import image_url
from catalog.states import ProductStatus

register = template.Library()


@register.filter
def picture_url(file: object) -> str:
    """Return the address of a stored picture, given its file or the file's name; or nothing."""
    return image_url(str(file) if file else None) or ""


@register.filter
def signed(units: int) -> str:
    """Return ``+3`` or ``-3``."""
    return f"{units:+}"


@register.filter
def product_status(status: str) -> str:
    """Return the Spanish name of a stored status."""
    return str(ProductStatus(status).label)
