import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from marketplace.shared import invariants
from marketplace.shared.clock import DbNow
from marketplace.shared.invariants import Check, all_checks, violations
from marketplace.shared.models import IdempotencyKey, OutboxMessage


def run(capsys, *arguments) -> tuple[dict, Any]:
    status: Any = 0
    try:
        call_command("check_invariants", *arguments)
    except SystemExit as end:
        status = end.code
    return json.loads(capsys.readouterr().out), status


@pytest.fixture
def broken_key():
    return IdempotencyKey.objects.create(actor="a", route="r", key="k", body_hash="h")


@pytest.mark.django_db(transaction=True)
def test_an_empty_shop_breaks_no_rule(capsys):
    report, status = run(capsys)

    assert (report["ok"], report["violations"], status) == (True, [], 0)
    assert report["checked"] == len(all_checks())
    assert report["at"]


@pytest.mark.django_db(transaction=True)
def test_a_broken_rule_is_named_with_its_row_and_ends_with_1(capsys, broken_key):
    report, status = run(capsys)

    assert (report["ok"], status) == (False, 1)
    assert report["violations"] == [
        {
            "code": "idempotency_answered",
            "rule": "Una clave de idempotencia sin respuesta tiene un plazo en curso.",
            "severity": "error",
            "id": str(broken_key.pk),
            "detail": "r",
        }
    ]
    assert [violation.code for violation in violations()] == ["idempotency_answered"]


@pytest.mark.django_db(transaction=True)
def test_warnings_are_told_and_end_with_1_only_when_strict(capsys):
    late = DbNow() - timedelta(hours=1)
    OutboxMessage.objects.create(event="e", handler="h", payload={}, next_attempt_at=late)
    OutboxMessage.objects.create(event="e", handler="h", payload={}, status="dead")
    IdempotencyKey.objects.create(actor="a", route="r", key="k", body_hash="h", locked_until=late)

    report, status = run(capsys)
    strict, strict_status = run(capsys, "--strict")

    assert [found["code"] for found in report["violations"]] == [
        "idempotency_lease",
        "outbox_age",
        "outbox_dead",
    ]
    assert (report["ok"], status, strict["ok"], strict_status) == (True, 0, False, 1)
    assert violations() == []


@pytest.mark.django_db(transaction=True)
def test_checks_run_in_one_snapshot_that_cannot_write(monkeypatch):
    level = (
        "SELECT 1, current_setting('transaction_isolation')"
        " || current_setting('transaction_read_only')"
    )
    monkeypatch.setattr(
        invariants, "all_checks", lambda: [Check(code="level", rule="-", sql=level)]
    )

    [found] = invariants.run().violations

    assert found.detail == "repeatable readon"


@pytest.mark.django_db
def test_violations_may_be_asked_for_within_a_tests_transaction(broken_key):
    assert [violation.id for violation in violations()] == [str(broken_key.pk)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db
def test_at_most_a_hundred_rows_are_named_for_each_rule():
    IdempotencyKey.objects.bulk_create(
        IdempotencyKey(actor="a", route="r", key=f"k{n}", body_hash="h") for n in range(150)
    )

    assert len(violations()) == 100


@pytest.mark.django_db
@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_every_check_runs_and_reads_as_a_sentence(check):
    assert [found for found in violations() if found.code == check.code] == []
    assert re.fullmatch(r"[a-z0-9_.]+", check.code)
    assert re.fullmatch(r"[A-ZÁÉÍÓÚÑ].*\.", check.rule)


def test_two_checks_of_one_code_are_refused(monkeypatch):
    monkeypatch.setattr(invariants, "CHECKS", invariants.CHECKS * 2)

    with pytest.raises(ValueError, match="several checks"):
        all_checks()
