"""How often somebody failed to prove who they are, and what that locks.

Three limits, all in ``settings.LOGIN_FAILURE_LIMITS`` and over the last fifteen minutes: of one
name from one block of addresses, of one name from anywhere, of one block over all names.
"""

import math
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.conf import settings
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils.crypto import salted_hmac

from marketplace.shared.addresses import address_block, address_network
from marketplace.shared.clock import DbNow

from ..models import AttemptKind, LoginAttempt, LoginSession, User
from .identity import normalise_email

WINDOW = timedelta(minutes=15)
# A try that runs longer than this was killed: it counts as failed.
STALE_AFTER = timedelta(seconds=30)
KNOWN_FOR = timedelta(days=90)
# Looser than the forms: an account that an operator made with an odd address is guarded too.
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LONGEST_EMAIL = 254
HERE, NAME, BLOCK = "account_and_block", "account", "block"

RUNNING, FAILED = LoginAttempt.Outcome.RUNNING, LoginAttempt.Outcome.FAILED


@dataclass(frozen=True, kw_only=True)
class Place:
    """Who is tried, and where from. An empty digest: no name at all; an empty block: unknown."""

    kind: AttemptKind
    digest: str
    block: str


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose name it is, if anybody's, and whether they signed in from this block lately."""

    user_id: UUID | None
    is_known_here: bool


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One limit and what counts against it."""

    limit_name: str
    failed: int
    running: int

    @property
    def limit(self) -> int:
        return settings.LOGIN_FAILURE_LIMITS[self.limit_name]

    @property
    def is_locked(self) -> bool:
        return self.failed >= self.limit

    @property
    def is_full(self) -> bool:
        return self.failed + self.running >= self.limit


def place_of(*, kind: AttemptKind, name: str, ip: str | None) -> Place:
    """Return where a try counts; what is no e-mail address counts for the block alone."""
    return Place(kind=kind, digest=name_digest(name), block=address_block(ip))


def name_digest(name: str) -> str:
    """Return the keyed hash under which the tries of an e-mail are found; empty for no e-mail."""
    email = normalise_email(name)
    if len(email) > _LONGEST_EMAIL or not email.isprintable() or not _EMAIL.fullmatch(email):
        return ""
    return salted_hmac("accounts.login_attempt", email, algorithm="sha256").hexdigest()


def holder_of(*, name: str, ip: str | None) -> Holder:
    """Return whose name it is: 1 query, the same for everybody's and nobody's e-mail."""
    sessions = LoginSession.objects.filter(
        user_id=OuterRef("pk"), created_at__gt=DbNow() - KNOWN_FOR
    )
    if ip:
        network = address_network(ip)
        sessions = sessions.filter(ip__range=(str(network[0]), str(network[-1])))
    else:
        sessions = sessions.none()
    found = (
        User.objects.filter(email=normalise_email(name))
        .annotate(is_known_here=Exists(sessions))
        .values_list("pk", "is_known_here")
        .first()
    )
    user_id, is_known_here = found or (None, False)
    return Holder(user_id=user_id, is_known_here=is_known_here)


def tallies(*, place: Place, is_known_here: bool) -> list[Tally]:
    """Return what counts against each limit at this place: 1 query.

    The limit of the name from anywhere does not hold where its owner signed in lately, so that
    nobody can lock out somebody else.
    """
    scopes = _scopes(place)
    if is_known_here:
        scopes.pop(NAME, None)
    if not scopes:
        return []
    counts: dict[str, Count] = {}
    for limit_name, scope in scopes.items():
        counts[f"{limit_name}_failed"] = Count("pk", filter=scope & _is_failed())
        counts[f"{limit_name}_running"] = Count("pk", filter=scope & _is_alive())
    found = _counted().filter(reduce(or_, scopes.values())).aggregate(**counts)
    return [
        Tally(
            limit_name=limit_name,
            failed=found[f"{limit_name}_failed"],
            running=found[f"{limit_name}_running"],
        )
        for limit_name in scopes
    ]


def seconds_locked(*, place: Place, tally: Tally) -> int:
    """Return in how many seconds enough failures are old enough: 1 query, at least 1 second."""
    until = ExpressionWrapper(F("started_at") + WINDOW - DbNow(), output_field=DurationField())
    newest = _counted().filter(_scopes(place)[tally.limit_name], _is_failed())
    left = newest.annotate(left=until).order_by("-started_at", "-pk").values_list("left", flat=True)
    decisive = left[tally.limit - 1 : tally.limit].first()
    return max(1, math.ceil(decisive.total_seconds())) if decisive else 1


def failures_here(*, place: Place) -> QuerySet[LoginAttempt]:
    """Return the failures of this name at this block that still count."""
    return _counted().filter(_scopes(place)[HERE], _is_failed())


def failures_of_name(*, digest: str) -> QuerySet[LoginAttempt]:
    """Return the failures of a name, wherever from, that count for any of its limits."""
    return _counted().filter(Q(counts_here=True) | Q(counts_for_name=True), name_digest=digest)


def failures_of_block(*, block: str) -> QuerySet[LoginAttempt]:
    """Return the failures from a block, over all names, that count for it."""
    return _counted().filter(block=block, counts_for_block=True)


def in_force(attempts: QuerySet[LoginAttempt], limit_name: str) -> QuerySet[LoginAttempt]:
    """Return those of ``attempts`` that hold a lock of this limit at this moment: 1 query."""
    fields, flag = _GROUPS[limit_name]
    counted = _counted().filter(_is_failed(), **{flag: True}).exclude(**{fields[-1]: ""})
    same = {field: OuterRef(field) for field in fields}
    limit = settings.LOGIN_FAILURE_LIMITS[limit_name]
    groups = counted.filter(**same).values(*fields).annotate(count=Count("pk"))
    locked = groups.filter(count__gte=limit)
    return attempts.filter(pk__in=counted.values("pk")).filter(Exists(locked))


_GROUPS: dict[str, tuple[list[str], str]] = {
    HERE: (["kind", "block", "name_digest"], "counts_here"),
    NAME: (["kind", "name_digest"], "counts_for_name"),
    BLOCK: (["block"], "counts_for_block"),
}


def _scopes(place: Place) -> dict[str, Q]:
    """Return the rows of each limit that holds at the place."""
    scopes: dict[str, Q] = {}
    if place.digest:
        of_name = Q(kind=place.kind, name_digest=place.digest)
        scopes[HERE] = of_name & Q(block=place.block, counts_here=True)
        scopes[NAME] = of_name & Q(counts_for_name=True)
    if place.block:
        scopes[BLOCK] = Q(block=place.block, counts_for_block=True)
    return scopes


def _counted() -> QuerySet[LoginAttempt]:
    """Return the tries of the window that did not succeed."""
    return LoginAttempt.objects.filter(
        outcome__in=[FAILED, RUNNING], started_at__gt=DbNow() - WINDOW
    )


def _is_alive() -> Q:
    return Q(outcome=RUNNING, started_at__gt=DbNow() - STALE_AFTER)


def _is_failed() -> Q:
    return Q(outcome=FAILED) | Q(outcome=RUNNING, started_at__lte=DbNow() - STALE_AFTER)
