"""A database that each test finds as the migrations left it, with a key that signs tokens.

Append-only tables refuse TRUNCATE, so their table triggers sleep in the test database (the row
triggers stay awake). What the migrations put in, such as payment routes, is kept aside and put
back after every test that commits.
"""

from typing import Any

from django.core.management.commands import flush
from django.db import connection

# The migrations' own book, and what Django derives from the models: no test changes them.
LASTING = ("django_migrations", "django_content_type", "auth_permission")


def prepare() -> None:
    """Make the new test database ready for tests that commit; call once, after migrating."""
    # App ready: the service needs the models.
    from accounts.services.signing_keys import signing_kid

    signing_kid()
    with connection.cursor() as cursor:
        _let_truncate(cursor)
        _keep_migrated_rows(cursor)
    vars(flush)["sql_flush"] = _emptying_statements
    vars(flush)["emit_post_migrate_signal"] = _say_nothing


def set_truncate_guard(table: str, *, awake: bool) -> None:
    """Wake or lull the trigger that refuses TRUNCATE on ``table``."""
    verb = "ENABLE" if awake else "DISABLE"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER {table}_table_stays")


def _let_truncate(cursor: Any) -> None:
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
        " WHERE tgname LIKE '%\\_table\\_stays'"
    )
    for table, trigger in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def _keep_migrated_rows(cursor: Any) -> None:
    cursor.execute("DROP SCHEMA IF EXISTS migrated CASCADE")
    cursor.execute("CREATE SCHEMA migrated")
    for table in _filled_tables(cursor):
        cursor.execute(f"CREATE TABLE migrated.{table} AS TABLE public.{table}")


def _filled_tables(cursor: Any) -> list[str]:
    tables = connection.introspection.table_names(cursor)
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.{table})"
        for table in tables
        if table not in LASTING
    )
    cursor.execute(asked)
    return [table for (table,) in cursor.fetchall()]


def _emptying_statements(*args: Any, **kwargs: Any) -> list[str]:
    """Return what empties the tables that have rows and puts back the migrations' rows."""
    with connection.cursor() as cursor:
        filled = _filled_tables(cursor)
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'migrated'"
        )
        kept = [table for (table,) in cursor.fetchall()]
    statements = [f"TRUNCATE {', '.join({*filled, *kept})} CASCADE"] if filled or kept else []
    return statements + [
        f"INSERT INTO public.{table} SELECT * FROM migrated.{table}" for table in kept
    ]


def _say_nothing(*args: Any, **kwargs: Any) -> None:
    """Stand in for the post-migrate signal: its rows were never removed."""
