"""The accounts' periodic work. Thin: the work is in the services."""

import logging
from typing import Any

from celery import shared_task

from .services import code_cleanup, sessions

logger = logging.getLogger("plaza.accounts")


@shared_task(name="accounts.delete_old_sessions")
def delete_old_sessions(**_ignored: Any) -> None:
    """Forget login sessions that ended long ago. Safe to miss and to repeat."""
    logger.info("Cleaned up", extra={"login_sessions": sessions.delete_old()})


@shared_task(name="accounts.delete_old_codes")
def delete_old_codes(**_ignored: Any) -> None:
    """Forget codes, links and requests that ended long ago. Safe to miss and to repeat."""
    logger.info("Cleaned up", extra=code_cleanup.delete_old())
