"""The accounts' periodic work. Thin: the work is in the services."""

import logging
from typing import Any

from celery import shared_task

from .services import challenges, sessions

logger = logging.getLogger("plaza.accounts")


@shared_task(name="accounts.delete_old_sessions")
def delete_old_sessions(**_ignored: Any) -> None:
    """Forget login sessions and half logins that ended long ago. Safe to miss and to repeat."""
    ended = {"login_sessions": sessions.delete_old(), "login_challenges": challenges.delete_old()}
    logger.info("Cleaned up", extra=ended)
