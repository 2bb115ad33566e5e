"""How often codes and links are sent: counted in PostgreSQL, over all accounts and networks.

Each request is a row, whatever comes of it, so asking again resets nothing. Refused requests are
not written: whoever keeps asking is let through as soon as the oldest counted one is too old.
"""

from collections.abc import Collection
from datetime import timedelta
from math import ceil
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Q

from marketplace.shared.addresses import address_block
from marketplace.shared.clock import DbNow
from marketplace.shared.request_context import current_request

from ..errors import CodeLimitReached, CodeTooSoon
from ..models import SendRequest

Purpose = SendRequest.Purpose
Scope = Literal["number", "mailbox", "person", "block"]

BY_SMS = (Purpose.PHONE_CODE, Purpose.NEW_PHONE_CODE)
LONGEST_WINDOW = timedelta(days=1)
KEPT = 2 * LONGEST_WINDOW


def count_request(
    *,
    purpose: SendRequest.Purpose,
    destination: str,
    user_id: UUID | None,
    scopes: Collection[Scope] = ("number", "mailbox", "person", "block"),
) -> SendRequest:
    """Write down one request, unless there were too many, in the caller's transaction.

    Costs 3 statements.

    Args:
        destination: an e-mail address, or a telephone as ``+57…``.
        scopes: the lines of ``settings.CODE_LIMITS`` that count; the pause between two requests
            of one person, or for one destination, needs a person.

    Raises:
        CodeTooSoon: less than ``CODE_PAUSE`` after the last one of this purpose.
        CodeLimitReached: as many in a window as ``CODE_LIMITS`` allows.

    Requests for the same person, destination or network wait for each other (advisory locks).
    """
    request = SendRequest(
        user_id=user_id,
        purpose=purpose,
        destination=destination,
        block=address_block(current_request().ip),
    )
    _one_at_a_time(request)
    _refuse_too_many(request, _rules(request, scopes))
    request.save(force_insert=True)
    return request


def delete_old_requests() -> int:
    """Forget requests that no limit counts any more; return how many."""
    deleted, _ = SendRequest.objects.filter(created_at__lt=DbNow() - KEPT).delete()
    return deleted


class _Rule:
    """At most ``limit`` rows that match ``rows`` in ``window``."""

    def __init__(
        self, error: type[CodeTooSoon | CodeLimitReached], rows: Q, limit: int, window: timedelta
    ) -> None:
        self.error = error
        self.limit = limit
        self.window = window
        self.rows = rows & Q(created_at__gt=DbNow() - window)


def _rules(request: SendRequest, scopes: Collection[Scope]) -> list[_Rule]:
    is_sms = request.purpose in BY_SMS
    to_here = Q(destination=request.destination)
    mine = Q(user=request.user_id)
    counted: dict[Scope, Q] = {}
    if "number" in scopes and is_sms:
        counted["number"] = to_here
    if "mailbox" in scopes and not is_sms:
        counted["mailbox"] = to_here
    if "person" in scopes and request.user_id:
        counted["person"] = mine
    if "block" in scopes and request.block:
        counted["block"] = Q(block=request.block)
    pause = []
    if request.user_id:
        same = Q(purpose=request.purpose) & (mine | to_here)
        pause = [_Rule(CodeTooSoon, same, 1, settings.CODE_PAUSE)]
    return pause + [
        _Rule(CodeLimitReached, rows, limit, timedelta(seconds=seconds))
        for scope, rows in counted.items()
        for limit, seconds in settings.CODE_LIMITS[scope]
    ]


def _one_at_a_time(request: SendRequest) -> None:
    """Lock what is counted; the rows are read in the next statement, which sees the others'."""
    keys = sorted(
        {f"send {request.destination}", f"send {request.user_id}", f"send {request.block}"}
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key",
            [keys],
        )


def _refuse_too_many(request: SendRequest, rules: list[_Rule]) -> None:
    if not rules:
        return
    figures: dict[str, Any] = {"moment": Max(DbNow())}
    either = Q(pk__in=[])
    for number, rule in enumerate(rules):
        either |= rule.rows
        figures[f"count_{number}"] = Count("pk", filter=rule.rows)
        counted_from = Max if rule.limit == 1 else Min
        figures[f"from_{number}"] = counted_from("created_at", filter=rule.rows)
    found = SendRequest.objects.filter(either).aggregate(**figures)
    for number, rule in enumerate(rules):
        if found[f"count_{number}"] >= rule.limit:
            raise _refusal(rule, found[f"from_{number}"] + rule.window - found["moment"])


def _refusal(rule: _Rule, wait: timedelta) -> CodeTooSoon | CodeLimitReached:
    seconds = min(max(1, ceil(wait.total_seconds())), int(rule.window.total_seconds()))
    if rule.error is CodeTooSoon:
        message = f"Espere {seconds} segundos antes de pedir otro."
    else:
        message = "Ya se pidieron demasiados. Inténtelo más tarde."
    return rule.error(message, retry_after=seconds)
