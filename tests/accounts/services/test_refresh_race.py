"""Many refreshes with one token at the same time, and controls that show the race is real."""

import threading
from contextlib import contextmanager
from functools import partial
from unittest import mock

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.errors import InvalidToken
from accounts.invariants import CHECKS
from accounts.models import LoginSession, RefreshToken
from accounts.services import tokens
from accounts.services.tokens import IssuedTokens, refresh
from marketplace.shared.models import AuditEntry
from tests.factories.accounts import make_user, sign_in
from tests.support.races import tally

pytestmark = pytest.mark.django_db(transaction=True)

RUNNERS = 12


def run(race, token):
    outcomes = race([partial(refresh, refresh=token)] * RUNNERS)
    return tally(
        ["served" if isinstance(outcome, IssuedTokens) else outcome for outcome in outcomes]
    )


@contextmanager
def no_lock():
    """Let everybody read the token before anybody marks it, and mark it without a condition."""
    everybody_has_read = threading.Barrier(RUNNERS)

    def mark_blindly(token):
        everybody_has_read.wait(timeout=30)
        RefreshToken.objects.filter(pk=token.pk).update(used_at=tokens.DbNow())
        return True

    with (
        mock.patch.object(QuerySet, "select_for_update", lambda queryset, **_: queryset),
        mock.patch.object(tokens, "_mark_used", mark_blindly),
    ):
        yield


@contextmanager
def no_index():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX refresh_one_unused")
    try:
        yield
    finally:
        RefreshToken.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX refresh_one_unused ON accounts_refreshtoken (session_id)"
                " WHERE used_at IS NULL"
            )


def test_of_many_refreshes_with_one_token_one_is_served_and_the_session_ends(race):
    token = sign_in(make_user()).refresh

    outcomes = run(race, token)

    session = LoginSession.objects.get()
    assert outcomes == {"served": 1, InvalidToken.__name__: RUNNERS - 1}
    assert RefreshToken.objects.count() == 2
    assert session.revoked_reason == tokens.REUSED
    assert AuditEntry.objects.filter(action="accounts.refresh_token_reused").count() == 1
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(check.sql)
            assert cursor.fetchall() == [], check.code


def test_without_lock_and_condition_only_the_index_stops_the_others(race):
    """Control: the index is the second wall."""
    token = sign_in(make_user()).refresh

    with no_lock():
        outcomes = run(race, token)

    assert outcomes == {"served": 1, "IntegrityError": RUNNERS - 1}


def test_without_lock_condition_and_index_everybody_is_served(race):
    """Control: nothing is left, so the first test above means something."""
    token = sign_in(make_user()).refresh

    with no_index(), no_lock():
        outcomes = run(race, token)

    assert outcomes == {"served": RUNNERS}
