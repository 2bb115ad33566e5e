"""Delivers the outbox within the test's own process."""

from marketplace.shared.models import OutboxMessage
from marketplace.shared.services import outbox


def drain(*, failures_allowed: bool = False) -> int:
    """Deliver what is due, and what that brings up, until nothing waits; return how many.

    Raises:
        AssertionError: a handler failed, unless that is allowed; it is then put off and waits.
    """
    delivered = 0
    while claimed := outbox.claim_waiting():
        for message in claimed:
            done = outbox.deliver(message_id=message.id)
            if not done and not failures_allowed:
                failed = OutboxMessage.objects.get(pk=message.id)
                raise AssertionError(f"{failed}: {failed.last_error}")
            delivered += done
    return delivered
