"""What waits for staff among the shops."""

from ..models import Vendor
from ..states import VendorStatus


def shops_to_approve() -> int:
    """Count the shops that wait for approval: one statement."""
    return Vendor.objects.filter(status=VendorStatus.PENDING).count()
