"""The accounts' periodic work. Thin: the work is in the services."""

import logging
from typing import Any

from celery import shared_task

from .services import data_exports, erasure, sessions

logger = logging.getLogger("plaza.accounts")


@shared_task(name="accounts.delete_old_sessions")
def delete_old_sessions(**_ignored: Any) -> None:
    """Forget login sessions that ended long ago. Safe to miss and to repeat."""
    logger.info("Cleaned up", extra={"login_sessions": sessions.delete_old()})


@shared_task(name="accounts.erase_due")
def erase_due(**_ignored: Any) -> None:
    """Erase the people whose days of grace are over. Safe to miss, to repeat and twice at once."""
    erased = erasure.erase_due()
    if erased:
        logger.info("People erased", extra={"people": erased})


@shared_task(name="accounts.delete_old_data_exports")
def delete_old_data_exports(**_ignored: Any) -> None:
    """Delete copies of personal data past their days. Safe to miss and to repeat."""
    logger.info("Cleaned up", extra={"data_export_files": data_exports.delete_old()})
