"""Counts tries to prove who one is, and refuses when too many failed.

``begin_attempt`` comes before any hash is computed. It commits a row, which counts from then on
as much as a failure does: of any number of wrong tries at the same time exactly as many are
evaluated as the limit allows. Right tries at the same time wait for each other a moment instead.
"""

import hashlib
import random
import time
from datetime import timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import connection, transaction

from marketplace.shared.clock import DbNow
from marketplace.shared.db import in_transaction
from marketplace.shared.faults import fault_point
from marketplace.shared.request_context import current_request
from marketplace.shared.services import audit

from ..errors import TooManyAttempts, UserNotFound
from ..models import AttemptKind, LoginAttempt, User
from ..selectors.identity import user_by_email
from ..selectors.login_attempts import (
    Holder,
    Place,
    failures_here,
    failures_of_block,
    failures_of_name,
    holder_of,
    name_digest,
    place_of,
    seconds_locked,
    tallies,
)
from . import login_locks
from .guard import require_may_manage

__all__ = [
    "Attempt",
    "AttemptKind",
    "begin_attempt",
    "delete_old",
    "lift_block",
    "lift_locks",
    "lift_locks_of_attempt",
]

# Seconds that a try waits for others at the same time to be decided, before it is refused.
PATIENCE = 3.0
KEPT_FOR = timedelta(days=30)
_NOBODY = Holder(user_id=None, is_known_here=False)


class Attempt:
    """One try under way. As a context manager, left without ``succeed`` it has failed."""

    def __init__(self, *, attempt_id: int, place: Place) -> None:
        self.id = attempt_id
        self._place = place
        self._is_settled = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # After an exception the row is asked: a success may have been undone with the
        # transaction in which it was written.
        if error is not None or not self._is_settled:
            self.fail()

    @in_transaction
    def succeed(self) -> None:
        """Note the success, in the caller's transaction or an own one: 2 statements.

        Earlier failures of this name at this block are forgiven; they go on counting for the
        name from anywhere and for the block. Twice is once.
        """
        self._settle(LoginAttempt.Outcome.SUCCEEDED)
        if self._place.digest:
            failures_here(place=self._place).update(counts_here=False)

    def fail(self) -> None:
        """Note the failure; a success that was committed stays one."""
        self._settle(LoginAttempt.Outcome.FAILED)

    def _settle(self, outcome: LoginAttempt.Outcome) -> None:
        running = LoginAttempt.objects.filter(pk=self.id, outcome=LoginAttempt.Outcome.RUNNING)
        running.update(outcome=outcome, settled_at=DbNow())
        self._is_settled = True


def begin_attempt(*, kind: AttemptKind, name: str) -> Attempt:
    """Let one try of ``name`` from the present request's address begin: 4 statements.

    Args:
        name: what was typed as e-mail, in any spelling. What is no e-mail counts for the block
            of addresses alone.

    Raises:
        TooManyAttempts: a limit of ``settings.LOGIN_FAILURE_LIMITS`` is reached. While others
            at the same time are undecided it waits up to three seconds for them first.
        RuntimeError: called inside a transaction, which would hide the row from the others.

    Holds advisory locks of the block and of the name, in this order, while it counts.
    """
    ip = current_request().ip
    place = place_of(kind=kind, name=name, ip=ip)
    locked = login_locks.seconds_left(place=place)
    if locked:
        raise TooManyAttempts(retry_after=locked)
    holder = holder_of(name=name, ip=ip) if place.digest else _NOBODY
    patience_ends = time.monotonic() + PATIENCE
    while True:
        attempt = _enter(place, holder)
        if attempt is not None:
            return attempt
        if time.monotonic() >= patience_ends:
            raise TooManyAttempts(retry_after=1)
        time.sleep(random.uniform(0.01, 0.06))  # noqa: S311 - jitter, no secret


@in_transaction
def lift_locks(
    *,
    actor_id: UUID | None,
    user_id: UUID | None = None,
    name: str = "",
    kind: AttemptKind | None = None,
) -> int:
    """Let a person, or whoever types ``name``, try again at once; return how many failures go.

    Twice changes nothing. The failures still count for the blocks that they came from.

    Args:
        actor_id: the member of staff who does it; None is an operator's command.
        kind: only tries of this kind; a new password must not forgive tries at the second factor.

    Raises:
        UserNotFound: nobody has this id.
        StrongerAccount: staff reach for somebody as strong as they are.
    """
    owner = User.objects.filter(pk=user_id).first() if user_id else user_by_email(email=name)
    if user_id and owner is None:
        raise UserNotFound("La cuenta no existe.")
    return _lift(name_digest(owner.email if owner else name), owner, actor_id, kind=kind)


@in_transaction
def lift_locks_of_attempt(*, attempt_id: int, actor_id: UUID | None) -> int:
    """Do what ``lift_locks`` does for the name of one try, also where nobody has that name.

    Raises:
        StrongerAccount: staff reach for somebody as strong as they are.
    """
    attempt = LoginAttempt.objects.select_related("user").get(pk=attempt_id)
    return _lift(attempt.name_digest, attempt.user, actor_id)


@in_transaction
def lift_block(*, block: str, actor_id: UUID | None) -> int:
    """Let a block of addresses try again at once; return how many failures go.

    Locks of single names stay, for whoever lifts them must stand above their owners.
    """
    lifted = failures_of_block(block=block).update(counts_for_block=False)
    transaction.on_commit(lambda: login_locks.forget(block=block))
    if lifted:
        audit.record(
            action="accounts.block_unlocked",
            subject_type="address_block",
            subject_id=block,
            actor_id=actor_id,
            changes={"failures": lifted},
        )
    return lifted


def delete_old() -> int:
    """Forget tries that began thirty days ago; return how many."""
    deleted, _ = LoginAttempt.objects.filter(started_at__lt=DbNow() - KEPT_FOR).delete()
    return deleted


def _enter(place: Place, holder: Holder) -> Attempt | None:
    """Begin the try, unless undecided ones fill a limit (None); refuse when failures do."""
    with transaction.atomic(durable=True):
        _lock(place)
        found = tallies(place=place, is_known_here=holder.is_known_here)
        fault_point("login guard has counted")
        locked = next((tally for tally in found if tally.is_locked), None)
        if locked is None:
            if any(tally.is_full for tally in found):
                return None
            return _begin(place, holder)
        seconds = seconds_locked(place=place, tally=locked)
    login_locks.remember(place=place, limit_name=locked.limit_name, seconds=seconds)
    raise TooManyAttempts(retry_after=seconds)


def _begin(place: Place, holder: Holder) -> Attempt:
    row = LoginAttempt.objects.create(
        kind=place.kind, name_digest=place.digest, block=place.block, user_id=holder.user_id
    )
    return Attempt(attempt_id=row.pk, place=place)


def _lock(place: Place) -> None:
    """Let those of one block and those of one name count one after another.

    The count comes in the next statement, which sees what the others have committed.
    """
    names = (f"login-block:{place.block}", f"login-name:{place.kind.value}:{place.digest}")
    keys = [_lock_key(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s), pg_advisory_xact_lock(%s)", keys)


def _lock_key(name: str) -> int:
    """Return the number by which PostgreSQL knows an advisory lock."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


def _lift(
    digest: str, owner: User | None, actor_id: UUID | None, *, kind: AttemptKind | None = None
) -> int:
    if not digest:
        return 0
    if owner is not None:
        require_may_manage(actor_id=actor_id, subject=owner)
    failures = failures_of_name(digest=digest)
    if kind is not None:
        failures = failures.filter(kind=kind)
    places = [
        Place(kind=AttemptKind(found), digest=digest, block=block)
        for found, block in failures.values_list("kind", "block").distinct()
    ]
    lifted = failures.update(counts_here=False, counts_for_name=False)
    transaction.on_commit(lambda: login_locks.forget(places=places))
    if lifted:
        audit.record(
            action="accounts.locks_lifted",
            subject_type="user" if owner else "login_name",
            subject_id=owner.pk if owner else digest,
            actor_id=actor_id,
            changes={"failures": lifted},
        )
    return lifted
