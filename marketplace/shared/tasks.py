"""The kernel's tasks. Thin: the work is in the services."""

import logging
from typing import Any

from celery import current_app, shared_task

from .services import idempotency, outbox

logger = logging.getLogger("plaza.outbox")


@shared_task(name="shared.relay_outbox", expires=30)
def relay_outbox(**_ignored: Any) -> None:
    """Hand every due message to a task of its own. Safe to run at any time, also twice at once."""
    while claimed := outbox.claim_waiting():
        for message in claimed:
            current_app.send_task(
                "shared.deliver_message",
                kwargs={"message_id": message.id},
                queue=message.queue,
                ignore_result=True,
            )


@shared_task(name="shared.deliver_message")
def deliver_message(*, message_id: int, **_ignored: Any) -> None:
    """Deliver one message; a second run finds it done."""
    outbox.deliver(message_id=message_id)


@shared_task(name="shared.clean_up")
def clean_up(**_ignored: Any) -> None:
    """Remove what has served its time."""
    keys = idempotency.delete_expired()
    messages = outbox.delete_done()
    logger.info("Cleaned up", extra={"idempotency_keys": keys, "outbox_messages": messages})
