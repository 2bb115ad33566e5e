"""The jobs of orders. Thin: the work is in the services."""

import logging
from typing import Any

from celery import shared_task

from .services import expiry

logger = logging.getLogger("plaza.orders")


@shared_task(name="orders.expire_unpaid_orders", expires=60)
def expire_unpaid_orders(**_ignored: Any) -> None:
    """Free the units of orders that nobody paid in time. Safe to miss and to repeat."""
    expired = expiry.expire_unpaid_orders()
    if expired:
        logger.info("Unpaid orders expired", extra={"orders": expired})
