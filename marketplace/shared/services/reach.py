"""Addresses that refused us for good: marked by what they answered, lifted by staff."""

import logging
from uuid import UUID

from ..db import in_transaction
from ..models import Unreachable
from . import audit

logger = logging.getLogger("plaza.messages")

SKIPPED = "unreachable"
Channel = Unreachable.Channel


def mark_unreachable(*, channel: Channel, address: str, reason: str) -> None:
    """Let nothing more go to ``address``; the first reason stays. ``reason`` is a code."""
    Unreachable.objects.get_or_create(
        channel=channel, address=address.lower(), defaults={"reason": reason[:40]}
    )
    logger.warning("Address marked unreachable", extra={"channel": channel, "reason": reason})


def is_unreachable(*, channel: Channel, address: str) -> bool:
    """Tell whether nothing is to go there: 1 query."""
    return Unreachable.objects.filter(channel=channel, address=address.lower()).exists()


def forget(*, channel: Channel, address: str) -> None:
    """Drop what is known about an erased person's address."""
    Unreachable.objects.filter(channel=channel, address=address.lower()).delete()


@in_transaction
def lift_unreachable(*, unreachable_id: int, actor_id: UUID) -> bool:
    """Let messages go to the address again, and write down who did it; say whether it was marked.

    What was skipped meanwhile stays skipped.
    """
    row = Unreachable.objects.select_for_update().filter(pk=unreachable_id).first()
    if row is None:
        return False
    audit.record(
        action="messages.unreachable_lifted",
        subject_type="unreachable",
        subject_id=row.pk,
        actor_id=actor_id,
        changes={"channel": [row.channel, None], "reason": [row.reason, None]},
    )
    row.delete()
    return True
