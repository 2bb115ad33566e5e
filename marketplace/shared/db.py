"""Transactions, as every service uses them."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

# PostgreSQL: deadlock_detected and serialization_failure.
RETRIED = ("40P01", "40001")
TRIES = 3


def in_transaction(service: Callable[P, R]) -> Callable[P, R]:
    """Run ``service`` in one transaction: a new one, or the caller's.

    The outermost call is tried up to three times when PostgreSQL breaks a deadlock. An inner
    call joins the caller's transaction without a savepoint, so a refusal inside undoes the
    whole; a caller that wants to go on after a refusal wraps the call in ``transaction.atomic``.

    Raises:
        TransactionManagementError: a refusal inside was swallowed without such a wrapper;
            Django would undo everything and say nothing.
    """

    @functools.wraps(service)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if inside_transaction():
            with transaction.atomic(savepoint=False):
                return service(*args, **kwargs)
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    result = service(*args, **kwargs)
                    _refuse_silent_rollback()
                    return result
            except OperationalError as error:
                if attempt == TRIES or sqlstate(error) not in RETRIED:
                    raise
                time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, no secret
        raise AssertionError("the loop returns or raises")

    return wrapper


def _refuse_silent_rollback() -> None:
    if connection.needs_rollback:
        raise transaction.TransactionManagementError(
            "a refusal inside was swallowed; wrap the call in transaction.atomic()"
        )


def inside_transaction() -> bool:
    """Tell whether the program is in a transaction of its own.

    What a test case wraps around each test does not count: so a service called by a test
    behaves as it does in production.
    """
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def sqlstate(error: Exception) -> str:
    """Return PostgreSQL's five-letter code of ``error``, or an empty text."""
    return getattr(error.__cause__, "sqlstate", None) or ""
