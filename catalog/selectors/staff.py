"""What waits for staff in the catalogue."""

from ..models import Product
from ..states import ProductStatus


def products_to_review() -> int:
    """Count the products that wait for review: one statement."""
    return Product.objects.alive().filter(status=ProductStatus.PENDING_REVIEW).count()
