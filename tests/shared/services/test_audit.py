from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from marketplace.shared.ids import new_id
from marketplace.shared.models import AuditEntry
from marketplace.shared.request_context import RequestContext, enter_request, leave_request
from marketplace.shared.services import audit
from tests.support.database import set_truncate_guard

TABLE = "shared_auditentry"


def record(**more: Any) -> None:
    audit.record(action="test.done", subject_type="thing", subject_id=7, **more)


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def record_and_fail() -> None:
    with transaction.atomic():
        record()
        raise ZeroDivisionError


@pytest.mark.django_db
def test_an_entry_says_who_did_what_and_from_where():
    actor = new_id()
    enter_request(RequestContext(request_id="r-1", ip="190.0.0.1"))
    try:
        record(actor_id=actor, changes={"status": ["a", "b"]}, reason="x" * 400)
    finally:
        leave_request()

    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.subject_id, entry.changes) == (actor, "7", {"status": ["a", "b"]})
    assert (entry.ip, entry.request_id, len(entry.reason)) == ("190.0.0.1", "r-1", 300)


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_undone_leaves_no_entry():
    with pytest.raises(ZeroDivisionError):
        record_and_fail()

    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [f"UPDATE {TABLE} SET action = 'x'", f"DELETE FROM {TABLE}"],
)
def test_raw_sql_cannot_change_an_entry(statement):
    record()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(statement)

    assert AuditEntry.objects.get().action == "test.done"


@pytest.mark.django_db
def test_raw_sql_cannot_truncate_the_table():
    set_truncate_guard(TABLE, awake=True)
    record()

    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="TRUNCATE refused"), transaction.atomic():
        execute(f"TRUNCATE {TABLE}")

    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_every_append_only_table_has_both_guards():
    """A table with one of the two triggers and not the other has a hole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgname LIKE '%\\_rows\\_stay' OR tgname LIKE '%\\_table\\_stays'"
            " OR tgfoid = 'plaza_append_only'::regproc GROUP BY 1"
        )
        guards = dict(cursor.fetchall())

    assert {TABLE, "accounts_consent"} <= guards.keys()
    assert set(guards.values()) == {2}


@pytest.mark.django_db
def test_the_audit_of_a_request_knows_its_address(client: Client):
    assert client.get("/api/v1/health/liveness").status_code == 200
    record()

    assert AuditEntry.objects.get().ip is None  # the context ended with its request
