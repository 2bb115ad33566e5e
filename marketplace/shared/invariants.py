"""What must be true of the stored rows at every moment.

Each app lists its ``CHECKS`` in ``<app>/invariants.py``. Together they are run by
``manage.py check_invariants``, at the end of concurrency tests, and every night.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from django.apps import apps
from django.db import connection, transaction

from . import clock

MAX_ROWS = 100


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rule about stored rows.

    Attributes:
        code: stable English name, such as ``"stock_counter"``.
        rule: the rule in one Spanish sentence.
        sql: a SELECT of the rows that break it, as ``(id, detail)``; none when all is well.
        severity: ``"warning"`` for what people should look at though nothing is wrong with
            the rows, such as a message that waits for long.
    """

    code: str
    rule: str
    sql: str
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One row that breaks one rule."""

    code: str
    rule: str
    severity: str
    id: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a run of ``checked`` checks found, in one snapshot taken at ``at``."""

    at: datetime
    checked: int
    violations: list[Violation]

    @property
    def ok(self) -> bool:
        """Tell whether no rule is broken; warnings break none."""
        return all(violation.severity != "error" for violation in self.violations)


def all_checks() -> list[Check]:
    """Return the checks of every installed app, in the order of the apps.

    Raises:
        ValueError: two checks have the same code.
    """
    checks = [check for name in _modules() for check in import_module(name).CHECKS]
    codes = [check.code for check in checks]
    doubled = {code for code in codes if codes.count(code) > 1}
    if doubled:
        raise ValueError(f"several checks are called {', '.join(sorted(doubled))}")
    return checks


def run() -> Report:
    """Run all checks in one read-only snapshot; at most 100 rows are named for each."""
    checks = all_checks()
    with _snapshot():
        at = clock.now()
        violations = [violation for check in checks for violation in _broken(check)]
    return Report(at=at, checked=len(checks), violations=violations)


def violations() -> list[Violation]:
    """Return the rows that break a rule: what a test expects to be ``[]``. Without warnings."""
    return [violation for violation in run().violations if violation.severity == "error"]


def _modules() -> list[str]:
    names = [f"{config.name}.invariants" for config in apps.get_app_configs()]
    return [name for name in names if find_spec(name) is not None]


@contextmanager
def _snapshot() -> Iterator[None]:
    # The level can only be chosen at the start of a transaction; one that runs already, such as
    # a test's own, has to do as it is.
    begins_here = not connection.in_atomic_block
    with transaction.atomic():
        if begins_here:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _broken(check: Check) -> list[Violation]:
    with connection.cursor() as cursor:
        cursor.execute(check.sql)
        rows = cursor.fetchmany(MAX_ROWS)
    return [
        Violation(
            code=check.code,
            rule=check.rule,
            severity=check.severity,
            id=str(row_id),
            detail=str(detail),
        )
        for row_id, detail in rows
    ]


CHECKS = [
    Check(
        code="idempotency_answered",
        rule="Una clave de idempotencia sin respuesta tiene un plazo en curso.",
        sql=(
            "SELECT id, route FROM shared_idempotencykey"
            " WHERE response_status IS NULL AND locked_until IS NULL"
        ),
    ),
    Check(
        code="idempotency_lease",
        rule="Ninguna solicitud sigue en curso más allá de su plazo.",
        sql=(
            "SELECT id, route || ' ' || locked_until FROM shared_idempotencykey"
            " WHERE response_status IS NULL AND locked_until < plaza_now()"
        ),
        severity="warning",
    ),
    Check(
        code="outbox_age",
        rule="Ningún mensaje de salida espera más de diez minutos después de su hora.",
        sql=(
            "SELECT id, handler || ' ' || next_attempt_at FROM shared_outboxmessage"
            " WHERE status = 'waiting' AND next_attempt_at < plaza_now() - interval '10 minutes'"
        ),
        severity="warning",
    ),
    Check(
        code="outbox_dead",
        rule="Ningún mensaje de salida fue abandonado.",
        sql=(
            "SELECT id, handler || ': ' || last_error FROM shared_outboxmessage"
            " WHERE status = 'dead'"
        ),
        severity="warning",
    ),
]
