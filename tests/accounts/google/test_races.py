"""Several sign-ins with Google at the same time."""

import threading
from unittest import mock

import pytest

from accounts.errors import GoogleTokenRefused
from accounts.models import Consent, LoginSession, SocialIdentity, User
from accounts.services import google
from accounts.services.google import sign_in_with_google
from accounts.services.nonces import open_nonce
from tests.support.races import tally

pytestmark = pytest.mark.django_db(transaction=True)


def sign_ins(issuer, number):
    tokens = [issuer.token(nonce=open_nonce()) for _ in range(number)]
    return [
        lambda token=token: sign_in_with_google(id_token=token, accept_terms=True).user.email
        for token in tokens
    ]


def test_twenty_at_once_for_one_new_person_make_one_account(issuer, race):
    outcomes = race(sign_ins(issuer, 20))

    assert tally(outcomes) == {"ana@example.com": 20}
    assert [User.objects.count(), SocialIdentity.objects.count()] == [1, 1]
    assert Consent.objects.filter(kind=Consent.Kind.TERMS).count() == 1
    assert LoginSession.objects.count() == 20


def test_without_another_look_the_others_are_refused(issuer, race, monkeypatch):
    """Control: everybody has looked before anybody writes, and only constraints are left."""
    everybody_has_looked = threading.Barrier(4)
    real_store = google.store_account

    def late_store(**values):
        everybody_has_looked.wait(timeout=5)
        return real_store(**values)

    monkeypatch.setattr(google, "TRIES", 1)
    with mock.patch.object(google, "store_account", late_store):
        outcomes = race(sign_ins(issuer, 4))

    assert tally(outcomes) == {"ana@example.com": 1, "_Overtaken": 3}
    assert User.objects.count() == 1


def test_one_token_sent_at_once_opens_one_session(issuer, race):
    token = issuer.token(nonce=open_nonce())

    outcomes = race([lambda: sign_in_with_google(id_token=token, accept_terms=True).user.email] * 8)

    assert tally(outcomes) == {"ana@example.com": 1, GoogleTokenRefused.__name__: 7}
    assert LoginSession.objects.count() == 1
