"""What the clock starts. Thin: the work is in the services."""

import logging
from typing import Any

from celery import shared_task

from .services import notices, polling

logger = logging.getLogger("plaza.payments")


@shared_task(name="payments.poll_open_charges", expires=60)
def poll_open_charges(**_ignored: Any) -> None:
    """Ask the gateways about open charges that are due. Safe to miss, to repeat and in parallel."""
    asked = polling.poll_open_charges()
    if asked:
        logger.info("Asked about open charges", extra={"charges": asked})


@shared_task(name="payments.sweep_notices", expires=60)
def sweep_notices(**_ignored: Any) -> None:
    """Act on notices that still wait. Safe to miss, to repeat and in parallel."""
    done = notices.sweep()
    if done:
        logger.info("Acted on waiting notices", extra={"notices": done})
