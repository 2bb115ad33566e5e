"""Who sends a message: one at a time, by a lease on its row.

The lease ends by itself, a little after the longest a task may run: whoever held it is dead then.
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Func, Q, QuerySet

from ..clock import DbNow

LEASE = timedelta(seconds=125)


class BeingSent(OSError):
    """Somebody else sends this message right now; its fate shows a little later."""


class RandomKey(Func):
    """A key that no message has, for each row another: the old one held the address."""

    template = "'forgotten:' || gen_random_uuid()"
    output_field = CharField()


def message_key(*, kind: str, about: str, recipient: str) -> str:
    """Return the key under which the same news to the same address is the same message."""
    key = f"{kind}:{about}:{recipient}"
    return key if len(key) <= 200 else hashlib.sha256(key.encode()).hexdigest()


def claim(rows: QuerySet[Any], *, pk: int, **also: Any) -> bool:
    """Take the lease of the one row if it is among ``rows`` and nobody has it; say whether we did.

    Of any number at the same time one gets it: the update repeats the conditions. ``also`` are
    columns to write with it.
    """
    free = Q(sending_until__isnull=True) | Q(sending_until__lt=DbNow())
    return rows.filter(free, pk=pk).update(sending_until=DbNow() + LEASE, **also) == 1


def require_not_leased(rows: QuerySet[Any], *, pk: int) -> None:
    """Pass when the one row, if it is among the unfinished ``rows``, is sent by nobody now.

    Raises:
        BeingSent: somebody has its lease.
    """
    if rows.filter(pk=pk, sending_until__gte=DbNow()).exists():
        raise BeingSent(f"message {pk} is being sent")
