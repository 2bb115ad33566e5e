"""Asking gateways about charges: with this alone, and no notice ever, everything settles."""

import logging
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from ..errors import ChargeMismatch
from ..gateways.base import ChargeState
from ..gateways.errors import ChargeNotFound, GatewayError
from ..gateways.registry import gateway
from ..models import ChargeAttempt
from ..states import MAY_MOVE
from .alerts import mismatch
from .attempts import claim_due, expire_if_old
from .settlement import settle

logger = logging.getLogger("plaza.payments")

BATCH = 200
# A gateway that fails this often in a row is left in peace until the next run.
MAX_FAILURES = 3
# A buyer who watches may have the gateway asked this often.
WATCHING_SECONDS = 3


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The attempt as it is now, and whether the gateway knows it."""

    attempt: ChargeAttempt
    exists: bool


def ask_gateway(*, attempt_id: UUID) -> Asked:
    """Ask the gateway about an attempt and settle what it says; outside of any transaction.

    By the transaction's id, or by our reference where none is known. An attempt that cannot move
    any more is not asked about. One that the gateway has not known for a day is closed as expired.

    Raises:
        GatewayError: no usable answer; nothing changed.
        ChargeMismatch: the answer is about something else than we asked for; staff were told.
    """
    attempt = ChargeAttempt.objects.get(pk=attempt_id)
    if attempt.status not in MAY_MOVE:
        return Asked(attempt=attempt, exists=True)
    try:
        state = _find(attempt)
    except ChargeNotFound:
        expire_if_old(attempt_id=attempt_id)
        return Asked(attempt=ChargeAttempt.objects.get(pk=attempt_id), exists=False)
    try:
        return Asked(attempt=settle(state=state), exists=True)
    except ChargeMismatch as error:
        mismatch(charge_id=attempt_id, differences=error.details["differences"])
        raise


def _find(attempt: ChargeAttempt) -> ChargeState:
    adapter = gateway(attempt.gateway)
    if attempt.transaction_id:
        return adapter.find_charge(attempt.transaction_id)
    return adapter.find_by_reference(attempt.reference)


def poll_open_charges() -> int:
    """Ask about every attempt that is due; return how many were asked about.

    Each attempt is claimed before, so that two runs at once share the work, and put to its next
    place in the timetable, so that a failure only waits for that.
    """
    asked = failures = 0
    while asked < BATCH and failures < MAX_FAILURES:
        attempt = claim_due()
        if attempt is None:
            break
        asked += 1
        failures = 0 if _ask_or_log(attempt.pk) else failures + 1
    return asked


def refresh(*, attempt_id: UUID) -> ChargeAttempt:
    """Return the attempt, after asking the gateway if it may move and was not asked just now."""
    attempt = ChargeAttempt.objects.get(pk=attempt_id)
    if attempt.next_poll_at is not None and _first_in_a_while(attempt_id):
        _ask_or_log(attempt_id)
        attempt.refresh_from_db()
    return attempt


def _first_in_a_while(attempt_id: UUID) -> bool:
    return bool(cache.add(f"payments:watched:{attempt_id}", 1, WATCHING_SECONDS))


def _ask_or_log(attempt_id: UUID) -> bool:
    try:
        ask_gateway(attempt_id=attempt_id)
    except (GatewayError, ChargeMismatch) as error:
        extra = {"charge_id": str(attempt_id), "code": error.code}
        logger.warning("A charge could not be asked about", extra=extra)
        return False
    return True
