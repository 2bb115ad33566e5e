"""The accounts' periodic work. Thin: the work is in the services."""

import logging
from typing import Any

from celery import shared_task

from .services import challenges, login_guard, sessions, signing_keys

logger = logging.getLogger("plaza.accounts")


@shared_task(name="accounts.delete_old_sessions")
def delete_old_sessions(**_ignored: Any) -> None:
    """Forget login sessions and half logins that ended long ago. Safe to miss and to repeat."""
    ended = {"login_sessions": sessions.delete_old(), "login_challenges": challenges.delete_old()}
    logger.info("Cleaned up", extra=ended)


@shared_task(name="accounts.delete_old_login_attempts")
def delete_old_login_attempts(**_ignored: Any) -> None:
    """Forget tries to sign in that no limit counts any more. Safe to miss and to repeat."""
    logger.info("Cleaned up", extra={"login_attempts": login_guard.delete_old()})


@shared_task(name="accounts.delete_retired_signing_keys")
def delete_retired_signing_keys(**_ignored: Any) -> None:
    """Forget keys whose tokens expired long ago. Safe to miss and to repeat."""
    logger.info("Cleaned up", extra={"signing_keys": signing_keys.delete_retired()})
