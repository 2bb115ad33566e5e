"""The migrations lead back to an empty database and forward again."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

APPS = ["payments", "orders", "catalog", "vendors", "accounts", "shared"]


@pytest.fixture
def empty_database(django_db_blocker) -> Iterator[None]:
    """Stand on an empty database for a while, one for each worker of the tests."""
    own = connection.settings_dict["NAME"]
    worker = settings.CHROMA_COLLECTION_PREFIX.rpartition("-")[2]
    scratch = f"{own.removesuffix(f'_gw{worker}')}_migrations_{worker}"
    with django_db_blocker.unblock():
        maintain(f'DROP DATABASE IF EXISTS "{scratch}"', f'CREATE DATABASE "{scratch}"')
        move_to(scratch)
        try:
            yield
        finally:
            move_to(own)
            maintain(f'DROP DATABASE "{scratch}"')


def move_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def maintain(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def our_tables() -> set[str]:
    names = connection.introspection.table_names()
    return {name for name in names if name.partition("_")[0] in APPS}


def test_the_migrations_go_forward_back_and_forward_again(empty_database):
    call_command("migrate", verbosity=0)
    at_first = our_tables()
    assert len(at_first) > 40

    for app in APPS:
        call_command("migrate", app, "zero", verbosity=0)
    assert our_tables() == set()

    call_command("migrate", verbosity=0)
    assert our_tables() == at_first
