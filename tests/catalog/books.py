"""Checks the catalogue's invariants at the end of a test."""

from django.db import connection

from catalog.invariants import CHECKS


def assert_sound() -> None:
    """Fail with the rule and the rows that break it."""
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(check.sql)
            assert cursor.fetchall() == [], check.rule
