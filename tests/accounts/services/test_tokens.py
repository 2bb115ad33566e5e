import hashlib
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts.access import read_access
from accounts.errors import InvalidToken
from accounts.models import LoginSession, RefreshToken
from accounts.selectors.identity import signed_in_user
from accounts.services.people import set_active
from accounts.services.tokens import refresh
from marketplace.shared import clock
from marketplace.shared.models import AuditEntry
from tests.factories.accounts import make_user, sign_in


def is_signed_in(access):
    claims = read_access(access)
    return (
        signed_in_user(user_id=claims.user_id, session_id=claims.session_id, kid=claims.kid)
        is not None
    )


@pytest.mark.django_db
def test_refreshing_gives_a_new_pair_of_the_same_session():
    user = make_user()
    first = sign_in(user)

    second = refresh(refresh=first.refresh)

    assert second.user.pk == user.pk
    assert second.refresh != first.refresh
    assert read_access(second.access) == read_access(first.access)
    assert is_signed_in(second.access)
    used, unused = RefreshToken.objects.order_by("pk")
    assert used.used_at is not None
    assert unused.used_at is None


@pytest.mark.django_db
def test_only_the_digest_is_stored():
    issued = sign_in(make_user())

    stored = RefreshToken.objects.values().get()

    assert stored["digest"] == hashlib.sha256(issued.refresh.encode()).hexdigest()
    assert issued.refresh not in str(stored)
    assert len(issued.refresh) == 43


@pytest.mark.django_db(transaction=True)
def test_refreshing_costs_five_statements(django_assert_num_queries):
    issued = sign_in(make_user())

    with django_assert_num_queries(7) as captured:
        refresh(refresh=issued.refresh)

    statements = [query["sql"].split()[0] for query in captured]
    assert statements == ["BEGIN", "SELECT", "UPDATE", "UPDATE", "INSERT", "SELECT", "COMMIT"]


@pytest.mark.django_db(transaction=True)
def test_a_token_used_again_ends_its_session_for_good_and_no_other():
    user = make_user()
    stolen, elsewhere = sign_in(user), sign_in(user)
    fresh = refresh(refresh=stolen.refresh)

    with pytest.raises(InvalidToken):
        refresh(refresh=stolen.refresh)

    connection.close()  # what is still true on another connection was committed
    session = LoginSession.objects.get(pk=read_access(stolen.access).session_id)
    assert session.revoked_reason == "token_reused"
    assert session.revoked_at is not None
    assert not is_signed_in(fresh.access)
    with pytest.raises(InvalidToken):
        refresh(refresh=fresh.refresh)
    assert is_signed_in(elsewhere.access)
    entry = AuditEntry.objects.get(action="accounts.refresh_token_reused")
    assert (entry.subject_id, entry.actor_id) == (str(session.pk), user.pk)


@pytest.mark.django_db(transaction=True)
def test_refreshing_inside_a_transaction_is_refused_since_it_could_undo_the_revocation():
    issued = sign_in(make_user())

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        refresh(refresh=issued.refresh)

    assert refresh(refresh=issued.refresh).refresh


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "ñ" * 400, "\x00"])
def test_an_unknown_token_is_refused(token):
    with pytest.raises(InvalidToken):
        refresh(refresh=token)


@pytest.mark.django_db
def test_a_closed_accounts_token_is_refused():
    user = make_user()
    issued = sign_in(user)
    set_active(user_id=user.pk, is_active=False, actor_id=None)

    with pytest.raises(InvalidToken):
        refresh(refresh=issued.refresh)

    assert RefreshToken.objects.get().used_at is None


@pytest.mark.django_db
def test_token_and_session_last_seven_days_from_the_last_refresh():
    issued = sign_in(make_user())
    start = clock.now()

    with clock.travel(start + timedelta(days=6, hours=23)):
        issued = refresh(refresh=issued.refresh)
    with clock.travel(start + timedelta(days=13)):
        assert is_signed_in(issued.access)
    with clock.travel(start + timedelta(days=14)):
        assert not is_signed_in(issued.access)
        with pytest.raises(InvalidToken):
            refresh(refresh=issued.refresh)
    assert RefreshToken.objects.count() == 2
