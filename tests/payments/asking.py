"""Letting the clock run for tests: questions that are due later are asked now."""

from collections.abc import Callable
from typing import Any

from marketplace.shared.clock import DbNow
from payments.models import ChargeAttempt, WebhookNotice
from payments.services.notices import sweep
from payments.services.polling import poll_open_charges
from payments.states import OPEN
from tests.sandbox_fixture import wait_until


def poll_now() -> int:
    """Ask about every open charge that was sent, whenever it is due."""
    waiting = ChargeAttempt.objects.filter(status__in=OPEN, next_poll_at__isnull=False)
    waiting.update(next_poll_at=DbNow())
    return poll_open_charges()


def sweep_now() -> int:
    """Act on every waiting notice, whenever it is due."""
    waiting = WebhookNotice.objects.filter(outcome=WebhookNotice.Outcome.WAITING)
    waiting.update(next_attempt_at=DbNow())
    return sweep()


def poll_until_final(attempt: ChargeAttempt) -> ChargeAttempt:
    """Poll until the gateway has decided."""

    def final() -> Any:
        poll_now()
        attempt.refresh_from_db()
        return attempt.status not in OPEN

    wait_until(final)
    return attempt


def refusal_of(call: Callable[[], Any]) -> str:
    """Return the class name of what ``call`` raises, or "none"."""
    try:
        call()
    except Exception as error:  # whatever it is, the test compares its name
        return type(error).__name__
    return "none"
