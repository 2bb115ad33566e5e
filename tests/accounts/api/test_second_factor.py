"""``/auth/2fa`` and the second step of a login, as programs see them."""

from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest

from accounts.models import LoginSession
from tests.factories.accounts import PASSWORD, make_staff_user, make_user, turn_on_second_factor

pytestmark = pytest.mark.django_db

PATHS = ["2fa/setup", "2fa/confirm", "2fa/disable", "2fa/recovery-codes"]


def post(client, path, body):
    return client.post(f"/api/v1/auth/{path}", body, format="json")


def test_a_whole_life_of_a_second_factor(api, client_of):
    user = make_user(email="ana@example.com")
    client = client_of(user)

    setup = post(client, "2fa/setup", {"password": PASSWORD})
    address = urlsplit(setup.json()["otpauth_url"])
    secret = setup.json()["secret"]
    confirmed = post(client, "2fa/confirm", {"code": pyotp.TOTP(secret).now()})
    codes = confirmed.json()["recovery_codes"]
    profile = client.get("/api/v1/auth/me").json()
    first = post(api, "login", {"email": user.email, "password": PASSWORD})
    second = post(api, "login/2fa", {"challenge": first.json()["challenge"], "code": codes[0]})
    renewed = post(client, "2fa/recovery-codes", {"password": PASSWORD, "code": codes[1]})
    ended = post(
        client, "2fa/disable", {"password": PASSWORD, "code": renewed.json()["recovery_codes"][0]}
    )

    assert setup.status_code == 200
    assert (address.scheme, unquote(address.path)) == ("otpauth", "/Plaza:ana@example.com")
    assert parse_qs(address.query) == {"secret": [secret], "issuer": ["Plaza"]}
    assert setup.json()["qr"].startswith("data:image/svg+xml")
    assert {answer["Cache-Control"] for answer in (setup, confirmed, first, second)} == {"no-store"}
    assert len(codes) == 10
    assert profile["two_factor_enabled"] is True
    assert first.status_code == 200
    assert sorted(first.json()) == ["challenge", "expires_in", "two_factor_required"]
    assert (first.json()["two_factor_required"], first.json()["expires_in"]) == (True, 300)
    assert second.status_code == 200
    assert sorted(second.json()) == ["access", "expires_in", "refresh", "token_type", "user"]
    assert ended.status_code == 204
    assert client.get("/api/v1/auth/me").json()["two_factor_enabled"] is False


def test_refused_second_steps_are_401_with_their_codes(api):
    user = make_user()
    phone = turn_on_second_factor(user)
    challenge = post(api, "login", {"email": user.email, "password": PASSWORD}).json()["challenge"]

    wrong = post(api, "login/2fa", {"challenge": challenge, "code": phone.wrong_code()})
    unknown = post(api, "login/2fa", {"challenge": "x", "code": phone.code()})

    assert (wrong.status_code, wrong.json()["code"]) == (401, "invalid_second_factor")
    assert (unknown.status_code, unknown.json()["code"]) == (401, "invalid_challenge")
    assert wrong["WWW-Authenticate"] == 'Bearer realm="plaza"'
    assert LoginSession.objects.count() == 0


def test_staff_must_set_it_up_first_where_it_is_required(api, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    staff = make_staff_user("soporte")

    answer = post(api, "admin-login", {"email": staff.email, "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")


@pytest.mark.parametrize("path", PATHS)
def test_strangers_get_401(api, path):
    assert post(api, path, {"password": PASSWORD, "code": "123456"}).status_code == 401


@pytest.mark.parametrize(
    ("path", "body", "pointers"),
    [
        ("2fa/setup", {}, {"/password"}),
        ("2fa/setup", {"password": PASSWORD, "user_id": "x"}, {"/user_id"}),
        ("2fa/confirm", {"code": 123456}, {"/code"}),
        ("2fa/disable", {"password": PASSWORD}, {"/code"}),
        ("2fa/recovery-codes", {"password": ["x"], "code": None}, {"/password", "/code"}),
        ("login/2fa", {"challenge": {"a": 1}, "code": "x" * 41}, {"/challenge", "/code"}),
    ],
)
def test_wrong_forms_are_pointed_at(client_of, path, body, pointers):
    answer = post(client_of(make_user()), path, body)

    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == pointers


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("2fa/setup", {"password": "equivocada-1"}, 400, "wrong_password"),
        ("2fa/confirm", {"code": "123456"}, 409, "second_factor_off"),
        ("2fa/disable", {"password": PASSWORD, "code": "1"}, 409, "second_factor_off"),
    ],
)
def test_refusals_carry_their_codes(client_of, path, body, status, code):
    answer = post(client_of(make_user()), path, body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_somebody_with_a_stolen_token_cannot_guess_the_password_here(client_of):
    client = client_of(make_user())
    for _ in range(5):
        post(client, "2fa/setup", {"password": "equivocada-1"})

    answers = [
        post(client, "2fa/setup", {"password": PASSWORD}),
        post(
            client,
            "change-password",
            {"current_password": PASSWORD, "new_password": "otra-frase-larga-9"},
        ),
    ]

    assert [answer.json()["code"] for answer in answers] == ["too_many_attempts"] * 2
