"""The accounts' periodic work. Thin: the work is in the services."""

import logging
from typing import Any

from celery import shared_task

from .services import (
    challenges,
    code_cleanup,
    data_exports,
    erasure,
    login_guard,
    nonces,
    sessions,
    signing_keys,
)

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


@shared_task(name="accounts.delete_old_codes")
def delete_old_codes(**_ignored: Any) -> None:
    """Forget codes, links and requests that ended long ago. Safe to miss and to repeat."""
    logger.info("Cleaned up", extra=code_cleanup.delete_old())


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


@shared_task(name="accounts.delete_old_nonces")
def delete_old_nonces(**_ignored: Any) -> None:
    """Forget nonces that expired. Safe to miss and to repeat."""
    logger.info("Cleaned up", extra={"nonces": nonces.delete_old_nonces()})
