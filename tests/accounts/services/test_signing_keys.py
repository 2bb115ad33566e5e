from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse

from accounts.access import issue_access, read_access
from accounts.models import LoginSession, SigningKey
from accounts.services.signing_keys import delete_retired, roll_signing_key, signing_kid
from accounts.services.tokens import refresh
from accounts.tasks import delete_retired_signing_keys
from marketplace.shared import clock
from marketplace.shared.models import AuditEntry
from tests.factories.accounts import make_staff_user, make_user, sign_in

pytestmark = pytest.mark.django_db

ME = "/api/v1/auth/me"


def status_with(api, token):
    return api.get(ME, HTTP_AUTHORIZATION=f"Bearer {token}").status_code


def test_a_new_key_signs_and_the_one_before_still_verifies(api):
    user = make_user()
    before = sign_in(user).access

    kid = roll_signing_key()
    after = sign_in(user).access

    assert kid == signing_kid() == read_access(after).kid != read_access(before).kid
    assert (status_with(api, before), status_with(api, after)) == (200, 200)


def test_an_old_key_verifies_until_its_last_token_has_expired():
    old = signing_kid()
    now = clock.now()

    roll_signing_key()

    row = SigningKey.objects.get(pk=old)
    assert timedelta(minutes=60) <= row.retires_at - now <= timedelta(minutes=62)
    assert SigningKey.objects.get(retires_at__isnull=True).pk == signing_kid()


def test_at_once_all_tokens_are_worthless_and_the_sessions_stay(api):
    user = make_user()
    oldest = sign_in(user).access
    roll_signing_key()
    old = sign_in(user)

    roll_signing_key(at_once=True)

    assert (status_with(api, oldest), status_with(api, old.access)) == (401, 401)
    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 2
    assert status_with(api, refresh(refresh=old.refresh).access) == 200


def test_a_retired_key_does_not_verify(api):
    token = sign_in(make_user()).access
    SigningKey.objects.filter(pk=read_access(token).kid).update(
        retires_at=clock.now() - timedelta(seconds=1)
    )

    assert status_with(api, token) == 401


def test_a_rightly_derived_key_that_is_not_in_the_list_does_not_verify(api):
    user = make_user()
    session_id = read_access(sign_in(user).access).session_id
    token = issue_access(user_id=user.pk, session_id=session_id, kid="0123456789abcdef")

    assert read_access(token).user_id == user.pk
    assert status_with(api, token) == 401


def test_a_forged_signature_costs_no_statement_and_an_unknown_key_a_single_one(
    api, django_assert_num_queries
):
    user = make_user()
    token = sign_in(user).access
    forged = issue_access(
        user_id=user.pk, session_id=read_access(token).session_id, kid="0123456789abcdef"
    )

    with django_assert_num_queries(0):
        assert status_with(api, forged[:-6] + "AAAAAA") == 401
    with django_assert_num_queries(1):
        assert status_with(api, forged) == 401
    assert status_with(api, token) == 200


def test_a_refresh_token_is_no_access_token(api):
    assert status_with(api, sign_in(make_user()).refresh) == 401


def test_the_first_key_is_made_when_it_is_needed_and_then_stays(django_assert_num_queries):
    SigningKey.objects.all().delete()

    first = signing_kid()

    with django_assert_num_queries(3):  # with SAVEPOINT and RELEASE of the test
        assert signing_kid() == first
    assert SigningKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_need_the_first_key_at_once_get_the_same(race):
    SigningKey.objects.all().delete()

    outcomes = race([signing_kid] * 8)

    assert outcomes == [SigningKey.objects.get().pk] * 8


@pytest.mark.django_db(transaction=True)
def test_of_keys_rolled_at_once_one_signs(race):
    outcomes = race([roll_signing_key] * 4)

    assert len(set(outcomes)) == 4
    assert signing_kid() in outcomes
    assert SigningKey.objects.filter(retires_at__isnull=True).count() == 1


def test_the_database_knows_no_two_keys_that_sign():
    with pytest.raises(IntegrityError):
        SigningKey.objects.create(kid="a" * 16)


def test_the_command_says_what_becomes_of_the_tokens(capsys):
    call_command("roll_signing_key")
    call_command("roll_signing_key", "--at-once")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("tokens of the keys before stay valid until they expire")
    assert lines[1] == (
        f"{signing_kid()} signs from now on; tokens of the keys before are worthless now"
    )
    entries = AuditEntry.objects.filter(action="accounts.signing_key_rolled").order_by("pk")
    assert [(entry.changes, entry.actor_id) for entry in entries] == [
        ({"at_once": False, "retired": 1}, None),
        ({"at_once": True, "retired": 2}, None),
    ]


def test_keys_that_ended_long_ago_are_forgotten():
    old = signing_kid()
    roll_signing_key(at_once=True)
    SigningKey.objects.filter(pk=old).update(retires_at=clock.now() - timedelta(days=31))

    delete_retired_signing_keys()

    assert not SigningKey.objects.filter(pk=old).exists()
    assert SigningKey.objects.count() == 1
    assert delete_retired() == 0


def test_staff_see_the_names_and_change_nothing(client):
    client.force_login(make_staff_user(is_superuser=True))
    kid = signing_kid()
    change = reverse("admin:accounts_signingkey_change", args=[kid])

    assert kid in client.get(reverse("admin:accounts_signingkey_changelist")).content.decode()
    assert client.get(change).status_code == 200
    assert client.post(change, {"retires_at_0": "2026-01-01"}).status_code == 403
    assert client.get(reverse("admin:accounts_signingkey_add")).status_code == 403
