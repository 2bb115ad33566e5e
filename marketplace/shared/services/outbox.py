"""The outbox: what must follow a change is stored with the change and delivered afterwards.

A message is claimed with a lease, so a worker that dies gives it back by itself; the database,
not the broker, remembers what is still to do.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.db.models import F
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from .. import events
from ..breaker import broker_breaker
from ..clock import DbNow
from ..db import inside_transaction
from ..models import OutboxMessage

logger = logging.getLogger("plaza.outbox")

LEASE = timedelta(seconds=130)  # a little longer than a task may run
# Seconds to the next attempt, by how many there were; after the last the message is dead.
BACK_OFF = [5, 30, 120, 600, 1_800, 7_200, 43_200]
# Other people's mail servers and telephone networks are given more time.
BACK_OFF_OF_QUEUE = {"mails": [60, 300, 1_800, 7_200, 43_200]}
BROKEN_BROKER = (KombuError, RedisError, OSError)
KEEP_DONE = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A message that this caller has to deliver before its lease ends."""

    id: int
    queue: str


def publish(*published: events.Event) -> None:
    """Store the events with the change they tell of: one row for each handler, one statement.

    The relay is woken after the commit; if that fails, the clock wakes it within seconds.

    Raises:
        RuntimeError: called outside a transaction, where event and change could come apart.
    """
    if not inside_transaction():
        names = ", ".join(event.name for event in published)
        raise RuntimeError(f"{names} published outside a transaction")
    messages = [
        OutboxMessage(event=event.name, handler=subscription.name, payload=event.payload())
        for event in published
        for subscription in events.subscriptions(event.name)
    ]
    if messages:
        OutboxMessage.objects.bulk_create(messages)
        _wake_after_commit()


def _wake_after_commit() -> None:
    already = any(function is _wake_relay for _, function, *_ in connection.run_on_commit)
    if not already:
        transaction.on_commit(_wake_relay, robust=True)


def _wake_relay() -> None:
    """Ask a worker to relay now; without a broker the clock does so later."""
    if broker_breaker.is_open:
        return
    try:
        current_app.send_task("shared.relay_outbox", retry=False, ignore_result=True, expires=30)
    except BROKEN_BROKER:
        broker_breaker.trip()


def claim_waiting(*, limit: int = 100, queue: str = "") -> list[Claimed]:
    """Lease up to ``limit`` due messages, oldest first; two callers never get the same one.

    A message that is not delivered before its lease ends is due again.

    Args:
        queue: only messages for handlers of this queue; empty takes all.
    """
    with transaction.atomic():
        due = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(status=OutboxMessage.Status.WAITING, next_attempt_at__lte=DbNow())
            .order_by("next_attempt_at", "id")
        )
        if queue:
            due = due.filter(handler__in=events.handlers_of(queue))
        messages = list(due.values_list("id", "handler")[:limit])
        OutboxMessage.objects.filter(id__in=[pk for pk, _ in messages]).update(
            next_attempt_at=DbNow() + LEASE
        )
    return [Claimed(id=pk, queue=_queue(handler)) for pk, handler in messages]


def _queue(handler: str) -> str:
    subscription = events.subscription(handler)
    return subscription.queue if subscription else "default"


def deliver(*, message_id: int) -> bool:
    """Run the handler of one claimed message; say whether it is done now.

    A handler that fails is put off with growing pauses and, after the last, marked dead, where
    staff see it and ``replay`` takes it up again. The attempt is counted before the handler
    runs, so one that takes its process down ends as dead too. A second call finds the message
    done and does nothing.
    """
    message = _begin_attempt(message_id)
    if message is None:
        return True
    subscription = events.subscription(message.handler)
    try:
        if message.attempts > max_attempts(message.handler):
            raise RuntimeError("the process died in each attempt")
        if subscription is None:
            raise LookupError(f"no handler {message.handler}")
        subscription.handler(message.payload)
    except events.TryLater as error:
        logger.warning("Handler put off", extra={"message_id": message_id, "why": str(error)})
        _put_off(message, error)
        return False
    except Exception as error:  # the one place that must survive any handler
        logger.exception("Handler failed", extra={"message_id": message_id})
        _put_off(message, error)
        return False
    OutboxMessage.objects.filter(pk=message_id).update(
        status=OutboxMessage.Status.DONE, done_at=DbNow(), last_error=""
    )
    return True


def _begin_attempt(message_id: int) -> OutboxMessage | None:
    begun = OutboxMessage.objects.filter(pk=message_id, status=OutboxMessage.Status.WAITING).update(
        attempts=F("attempts") + 1, next_attempt_at=DbNow() + LEASE
    )
    return OutboxMessage.objects.get(pk=message_id) if begun else None


def back_off(handler: str) -> list[int]:
    """Return the pauses, in seconds, between the attempts of messages for ``handler``."""
    return BACK_OFF_OF_QUEUE.get(_queue(handler), BACK_OFF)


def max_attempts(handler: str) -> int:
    """Return after how many attempts a message for ``handler`` is dead."""
    return len(back_off(handler)) + 1


def _put_off(message: OutboxMessage, error: Exception) -> None:
    changes: dict[str, Any] = {"last_error": f"{type(error).__name__}: {error}"[:2_000]}
    if message.attempts >= max_attempts(message.handler):
        changes["status"] = OutboxMessage.Status.DEAD
    else:
        pause = back_off(message.handler)[message.attempts - 1]
        changes["next_attempt_at"] = DbNow() + timedelta(seconds=pause)
    OutboxMessage.objects.filter(pk=message.pk).update(**changes)


def replay(*, message_ids: Iterable[int]) -> int:
    """Let these messages be delivered again from their first attempt; return how many there were.

    Done messages are delivered a second time, which handlers bear.
    """
    with transaction.atomic():
        count = OutboxMessage.objects.filter(pk__in=list(message_ids)).update(
            status=OutboxMessage.Status.WAITING, attempts=0, next_attempt_at=DbNow(), done_at=None
        )
        _wake_after_commit()
    return count


def drop(*, queue: str) -> int:
    """Give up whatever waits in a queue and return how much it was; for a past without mails."""
    return OutboxMessage.objects.filter(
        status=OutboxMessage.Status.WAITING, handler__in=events.handlers_of(queue)
    ).update(status=OutboxMessage.Status.DONE, done_at=DbNow())


def delete_done() -> int:
    """Forget messages that were done two weeks ago; dead ones stay until staff decide."""
    deleted, _ = OutboxMessage.objects.filter(
        status=OutboxMessage.Status.DONE, done_at__lt=DbNow() - KEEP_DONE
    ).delete()
    return deleted
