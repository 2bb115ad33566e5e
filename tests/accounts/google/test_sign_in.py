"""Whose account a token of Google opens, through the API."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.core import mail

from accounts.models import (
    Consent,
    LinkToken,
    LoginSession,
    SignInNonce,
    SocialIdentity,
    User,
)
from accounts.services.links import live_links, open_link
from accounts.services.nonces import delete_old_nonces
from accounts.services.people import set_active
from accounts.services.second_factor import begin_setup, confirm_setup
from marketplace.shared import clock
from marketplace.shared.models import AuditEntry
from tests.accounts.google.issuer import CLIENT_ID
from tests.factories.accounts import PASSWORD, make_staff_user, make_user, sign_in

pytestmark = pytest.mark.django_db

SUBJECT = "110169484474386276334"


@pytest.fixture
def enter(api, issuer, challenge):
    """``enter(**claims)`` signs in with a fresh nonce; ``terms`` accepts them."""

    def post(*, terms=None, **claims):
        body = {"id_token": issuer.token(**({"nonce": challenge()} | claims))}
        if terms is not None:
            body["accept_terms"] = terms
        return api.post("/api/v1/auth/google", body, format="json")

    return post


def refusal(response):
    """Return the answer but for what names the single request."""
    body = response.json()
    named = ("instance", "request_id")
    return response.status_code, {key: body[key] for key in body if key not in named}


def linked_mail():
    """Return the only mail that tells of the new way in."""
    [message] = [each for each in mail.outbox if "Google" in each.subject]
    assert message.to == ["ana@example.com"]
    return message


def with_second_factor(user):
    """Let the person have an authenticator; return its secret."""
    setup = begin_setup(user_id=user.pk, password=PASSWORD)
    session_id = user.login_sessions.order_by("-created_at")[0].pk
    confirm_setup(user_id=user.pk, code=pyotp.TOTP(setup.secret).now(), session_id=session_id)
    return setup.secret


def nothing_written():
    return (
        not User.objects.filter(email="ana@example.com").exists()
        and not SocialIdentity.objects.exists()
        and not LoginSession.objects.exists()
        and not Consent.objects.exists()
    )


def test_a_challenge_is_what_the_client_hands_to_google(api, issuer):
    response = api.post("/api/v1/auth/google/challenge", format="json")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    assert (body["client_id"], body["expires_in"]) == (CLIENT_ID, 600)
    assert len(body["nonce"]) == 43
    [row] = SignInNonce.objects.all()
    assert body["nonce"] not in str(vars(row))
    assert row.expires_at - row.created_at == timedelta(minutes=10)


def test_somebody_new_gets_a_buyers_account_with_the_proof_of_consent(enter, api, drain_outbox):
    response = enter(terms=True)

    assert response.status_code == 200, response.content
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    user = User.objects.get()
    assert (user.email, user.first_name, user.last_name) == ("ana@example.com", "Ana", "Gómez")
    assert (user.role, user.is_staff, user.phone) == ("buyer", False, "")
    assert user.email_verified_at is not None
    assert not user.has_usable_password()
    assert body["user"]["id"] == str(user.pk)
    assert body["user"]["email_verified"] is True
    consents = user.consents.order_by("kind").values_list("kind", "is_given", "ip")
    assert {kind for kind, _, _ in consents} >= {"terms"}
    assert {(is_given, ip) for _, is_given, ip in consents} == {(True, "127.0.0.1")}
    [identity] = user.identities.all()
    assert (identity.provider, identity.subject) == ("google", SUBJECT)
    assert identity.email == "ana@example.com"
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {body['access']}")
    assert api.get("/api/v1/auth/me").json()["email"] == "ana@example.com"
    drain_outbox()
    assert [message.subject for message in mail.outbox] == ["Bienvenido a Plaza"]


@pytest.mark.parametrize("terms", [None, False])
def test_nobody_gets_an_account_without_accepting_the_terms(enter, terms):
    response = enter(terms=terms)

    assert (response.status_code, response.json()["code"]) == (400, "terms_not_accepted")
    assert nothing_written()


def test_the_same_token_may_come_again_with_the_terms_accepted(api, issuer, challenge):
    token = issuer.token(nonce=challenge())
    send = [{"id_token": token}, {"id_token": token, "accept_terms": True}]

    answers = [api.post("/api/v1/auth/google", body, format="json") for body in send]

    assert [answer.status_code for answer in answers] == [400, 200]


def test_a_known_google_account_opens_its_own_whatever_its_address_is_now(enter):
    first = enter(terms=True).json()["user"]["id"]
    other = make_user(email="nueva@example.com")

    again = enter(email="nueva@example.com", given_name="Otra")

    assert again.json()["user"]["id"] == first
    assert again.json()["user"]["first_name"] == "Ana"
    assert not other.identities.exists()
    assert SocialIdentity.objects.get().email == "ana@example.com"


def test_a_name_that_google_does_not_tell_is_that_of_the_mailbox(enter):
    response = enter(terms=True, given_name=None, family_name=None, name=None)

    assert response.json()["user"]["full_name"] == "ana"


def test_an_account_whose_mailbox_was_proven_is_joined_and_keeps_its_password(enter, drain_outbox):
    user = make_user(email="ana@example.com")
    sign_in(user)
    drain_outbox()
    mail.outbox.clear()

    response = enter(email="ANA@example.com")

    assert response.json()["user"]["id"] == str(user.pk)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.login_sessions.filter(revoked_at__isnull=True).count() == 2
    assert user.identities.get().subject == SUBJECT
    drain_outbox()
    assert "quitamos la contraseña" not in linked_mail().body


def test_whoever_opened_an_account_for_anothers_address_loses_every_way_in(
    enter, api, drain_outbox
):
    user = make_user(email="ana@example.com", verified=False)
    planted = sign_in(user)
    SocialIdentity.objects.create(
        user=user, provider="google", subject="666", email="mala@example.com"
    )
    # The change of address waits for a click in a mailbox that is not the owner's.
    link = open_link(
        user_id=user.pk, purpose=LinkToken.Purpose.CHANGE_EMAIL, destination="mala@example.com"
    )

    response = enter()

    assert response.json()["user"]["id"] == str(user.pk)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert user.email_verified_at is not None
    assert [identity.subject for identity in user.identities.all()] == [SUBJECT]
    link.refresh_from_db()
    assert link.replaced_at is not None
    assert not live_links().filter(user=user).exists()
    assert user.login_sessions.get(revoked_at__isnull=False).revoked_reason == "mailbox_proven"
    attacks = [
        api.post("/api/v1/auth/login", {"email": user.email, "password": PASSWORD}, format="json"),
        api.post("/api/v1/auth/refresh", {"refresh": planted.refresh}, format="json"),
        enter(sub="666", email="mala@example.com"),
    ]
    assert [answer.status_code for answer in attacks] == [401, 401, 400]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {planted.access}")
    assert api.get("/api/v1/auth/me").status_code == 401
    drain_outbox()
    assert "quitamos la contraseña" in linked_mail().body
    assert AuditEntry.objects.filter(action="accounts.mailbox_proven").count() == 1


def test_the_second_factor_is_still_asked_for(enter, api):
    user = make_user(email="ana@example.com")
    sign_in(user)
    secret = with_second_factor(user)
    before = LoginSession.objects.count()

    body = enter().json()

    assert body["two_factor_required"] is True
    assert "access" not in body
    assert LoginSession.objects.count() == before
    code = pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30))
    second = {"challenge": body["challenge"], "code": code}
    done = api.post("/api/v1/auth/login/2fa", second, format="json")
    assert done.json()["user"]["id"] == str(user.pk)


def test_the_second_factor_of_whoever_came_first_does_not_lock_the_owner_out(enter):
    user = make_user(email="ana@example.com", verified=False)
    sign_in(user)
    with_second_factor(user)

    assert enter().json()["user"]["id"] == str(user.pk)


def test_an_address_that_google_has_not_verified_opens_nothing(enter):
    user = make_user(email="ana@example.com")

    response = enter(email_verified=False)

    assert (response.status_code, response.json()["code"]) == (401, "google_token_refused")
    assert not user.identities.exists()
    assert user.login_sessions.count() == 0


def test_closed_accounts_staff_and_wrong_tokens_get_one_answer(enter, issuer):
    closed = make_user(email="cerrada@example.com")
    set_active(user_id=closed.pk, is_active=False, actor_id=None)
    staff = make_staff_user("soporte", email="equipo@example.com")
    linked = make_staff_user("soporte", email="otro@example.com")
    SocialIdentity.objects.create(
        user=linked, provider="google", subject="77", email="otro@example.com"
    )

    answers = [
        enter(nonce="nobody-gave-this"),
        enter(aud="another-client"),
        enter(email="cerrada@example.com", sub="1"),
        enter(email="equipo@example.com", sub="2"),
        enter(sub="77"),
    ]

    assert {str(refusal(answer)) for answer in answers} == {str(refusal(answers[0]))}
    assert refusal(answers[0])[0] == 401
    assert answers[0]["WWW-Authenticate"] == 'Bearer realm="plaza"'
    assert SocialIdentity.objects.count() == 1
    assert not staff.login_sessions.exists()
    assert LoginSession.objects.filter(user=linked).count() == 0


def test_staff_sign_in_with_google_where_the_setting_says_so(enter, settings):
    settings.GOOGLE_STAFF_SIGN_IN = True
    make_staff_user("soporte", email="ana@example.com")

    assert enter().json()["user"]["is_staff"] is True


def test_a_nonce_and_a_token_work_once(api, issuer, challenge):
    nonce = challenge()
    tokens = [issuer.token(nonce=nonce), issuer.token(nonce=nonce, sub="2", email="b@example.com")]
    bodies = [{"id_token": token, "accept_terms": True} for token in (tokens[0], *tokens)]

    answers = [api.post("/api/v1/auth/google", body, format="json") for body in bodies]

    assert [answer.status_code for answer in answers] == [200, 401, 401]
    assert User.objects.count() == 1
    assert LoginSession.objects.count() == 1


def test_a_nonce_is_good_for_ten_minutes(enter, challenge):
    moment = clock.now()
    with clock.travel(moment):
        old, late = challenge(), challenge()

    with clock.travel(moment + timedelta(minutes=9, seconds=59)):
        in_time = enter(nonce=old, terms=True)
    with clock.travel(moment + timedelta(minutes=10)):
        too_late = enter(nonce=late)

    assert [in_time.status_code, too_late.status_code] == [200, 401]


def test_old_nonces_are_forgotten(challenge):
    with clock.travel(clock.now() - timedelta(days=1, minutes=11)):
        challenge()
    challenge()

    assert [delete_old_nonces(), delete_old_nonces()] == [1, 0]
    assert SignInNonce.objects.count() == 1


def test_google_being_away_is_told_and_nothing_is_lost(enter, issuer, api, challenge):
    token = issuer.token(nonce=challenge())
    issuer.status = 500
    body = {"id_token": token, "accept_terms": True}

    away = api.post("/api/v1/auth/google", body, format="json")

    assert (away.status_code, away.json()["code"]) == (503, "google_unavailable")
    assert away["Retry-After"] == "10"
    assert "Google no responde" in away.json()["detail"]
    assert nothing_written()


@pytest.mark.parametrize("path", ["google", "google/challenge"])
@pytest.mark.parametrize("body", [{}, {"id_token": "x"}, {"nonsense": 1}])
def test_without_a_client_id_nothing_is_here(api, issuer, settings, path, body):
    settings.GOOGLE_CLIENT_ID = ""

    response = api.post(f"/api/v1/auth/{path}", body, format="json")

    assert (response.status_code, response.json()["code"]) == (404, "not_configured")
    assert SignInNonce.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/id_token"),
        ({"id_token": ""}, "/id_token"),
        ({"id_token": None}, "/id_token"),
        ({"id_token": 7}, "/id_token"),
        ({"id_token": "x" * 8_193}, "/id_token"),
        ({"id_token": "x", "accept_terms": "true"}, "/accept_terms"),
        ({"id_token": "x", "role": "staff"}, "/role"),
        ({"id_token": "x", "email": "b@example.com"}, "/email"),
    ],
)
def test_what_is_no_form_is_pointed_at(api, issuer, body, pointer):
    response = api.post("/api/v1/auth/google", body, format="json")

    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


@pytest.mark.parametrize("path", ["google", "google/challenge"])
def test_the_routes_are_limited(api, issuer, settings, path):
    settings.RATE_LIMITS = {"google": (2, 60)}

    statuses = [
        api.post(
            f"/api/v1/auth/{path}", {"id_token": "x"} if path == "google" else None, format="json"
        ).status_code
        for _ in range(3)
    ]

    assert statuses[-1] == 429
    assert 429 not in statuses[:2]
