"""Who asks after the outbox: operators."""

from collections.abc import Collection

from django.db.models import QuerySet

from ..models import OutboxMessage


def messages(
    *, ids: Collection[int] = (), handler: str = "", status: str | None = None
) -> QuerySet[OutboxMessage]:
    """Return the messages that fit everything that is given, oldest first."""
    found = OutboxMessage.objects.order_by("pk")
    if ids:
        found = found.filter(pk__in=ids)
    if handler:
        found = found.filter(handler=handler)
    return found.filter(status=status) if status else found
