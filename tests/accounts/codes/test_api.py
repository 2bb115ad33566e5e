"""The operations over HTTP: answers, refusals, and nothing secret at rest."""

import logging
import re

import pytest
from django.core import mail
from django.db import connection

from accounts.models import LinkToken, LoginSession, OneTimeCode, SendRequest
from marketplace.shared.logs import JsonFormatter
from marketplace.shared.models import OutboxMessage
from tests.factories.accounts import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db

NEW = "otra-frase-larga-9"
SIGNED_IN = [
    "resend-verification",
    "send-verification-email",
    "send-verification-sms",
    "verify-email-otp",
    "verify-phone-otp",
    "change-email",
    "change-phone",
    "confirm-phone-change",
]


@pytest.fixture
def user():
    return make_user(email="luz@example.com", phone="3001112233", verified=False)


@pytest.fixture
def post(client_of, user):
    client = client_of(user)
    return lambda path, body=None: client.post(f"/api/v1/auth/{path}", body or {}, format="json")


def told(response):
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize("path", SIGNED_IN)
def test_they_need_a_token(api, path):
    response = api.post(f"/api/v1/auth/{path}", {}, format="json")

    assert told(response) == (401, "not_authenticated")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("verify-email-otp", {}),
        ("verify-email-otp", {"code": 123456}),
        ("verify-phone-otp", {"code": "1" * 21}),
        ("confirm-phone-change", {"code": "123456", "x": 1}),
        ("change-phone", {"phone": "123"}),
        ("change-email", {"new_email": "nadie", "password": PASSWORD}),
        ("change-email", {"new_email": "otra@example.com"}),
        ("forgot-password", {"email": "nadie"}),
        ("forgot-password", {}),
        ("reset-password", {"token": "x"}),
        ("reset-password", {"token": "x" * 201, "password": NEW}),
    ],
)
def test_a_wrong_form_is_refused_and_writes_nothing(post, path, body):
    assert told(post(path, body)) == (400, "invalid_input")
    assert SendRequest.objects.count() == 0


def test_mailbox_and_telephone_by_code(post, inbox):
    asked = post("send-verification-email")
    assert (asked.status_code, asked.json()) == (
        202, {"destination": "l•••@example.com", "expires_in": 600},
    )  # fmt: skip
    soon = post("send-verification-email")
    assert told(soon) == (429, "code_too_soon")
    assert 1 <= int(soon["Retry-After"]) <= 60

    wrong = post("verify-email-otp", {"code": "abcdef"})
    assert told(wrong) == (400, "wrong_code")
    right = post("verify-email-otp", {"code": inbox.mailed_code()})
    assert (right.status_code, right.json()["email_verified"]) == (200, True)
    assert told(post("verify-email-otp", {"code": "123456"})) == (409, "already_verified")
    assert told(post("resend-verification")) == (409, "already_verified")

    assert post("send-verification-sms").json()["destination"] == "•••• 2233"
    by_sms = post("verify-phone-otp", {"code": inbox.sms_code()})
    assert (by_sms.status_code, by_sms.json()["phone_verified"]) == (200, True)


def test_mailbox_by_link(api, post, inbox):
    assert post("resend-verification").status_code == 202
    path = f"/api/v1/auth/verify-email/{inbox.token()}"

    assert api.get(path).status_code == 405
    assert api.post(path).status_code == 204
    assert told(api.post(path)) == (400, "invalid_link")
    assert told(api.post("/api/v1/auth/verify-email/x")) == (400, "invalid_link")


def test_forgotten_password_answers_the_same_for_everybody(api, user, inbox):
    answers = {
        (answer.status_code, answer.content, answer["Cache-Control"])
        for email in (user.email, "nadie@example.com", user.email)
        for answer in [api.post("/api/v1/auth/forgot-password", {"email": email}, format="json")]
    }

    assert len(answers) == 1
    assert answers.pop()[0] == 202


def test_reset_and_login(api, user, inbox):
    sign_in(user)
    api.post("/api/v1/auth/forgot-password", {"email": user.email}, format="json")
    body = {"token": inbox.token(), "password": NEW}

    weak = api.post("/api/v1/auth/reset-password", body | {"password": "corta"}, format="json")
    assert told(weak) == (400, "weak_password")
    assert api.post("/api/v1/auth/reset-password", body, format="json").status_code == 204
    again = api.post("/api/v1/auth/reset-password", body, format="json")
    assert told(again) == (400, "invalid_link")

    assert LoginSession.objects.filter(revoked_at__isnull=True).count() == 0
    entered = api.post("/api/v1/auth/login", {"email": user.email, "password": NEW}, format="json")
    assert entered.status_code == 200


def test_another_mailbox(api, post, client_of, user, inbox):
    body = {"new_email": "nueva@example.com", "password": PASSWORD}
    wrong = post("change-email", body | {"password": "equivocada-1"})
    assert told(wrong) == (400, "wrong_password")
    assert told(post("change-email", body | {"new_email": user.email})) == (409, "same_contact")
    assert post("change-email", body).json()["destination"] == "n•••@example.com"

    path = f"/api/v1/auth/confirm-email-change/{inbox.token('nueva@example.com')}"
    assert api.post(path).status_code == 204
    assert told(api.post(path)) == (400, "invalid_link")
    assert told(post("resend-verification")) == (401, "invalid_token")


def test_another_telephone(client_of, inbox):
    user = make_user(phone="3001112233")
    client = client_of(user)

    patched = client.patch("/api/v1/auth/me", {"phone": "3104445566"}, format="json")
    assert patched.json()["phone"] == "+573001112233"
    assert patched.json()["pending_phone"] == "+573104445566"
    digits = inbox.sms_code("+573104445566")
    confirmed = client.post("/api/v1/auth/confirm-phone-change", {"code": digits}, format="json")
    assert confirmed.json()["phone"] == "+573104445566"
    landline = client.post("/api/v1/auth/change-phone", {"phone": "6011234567"}, format="json")
    assert told(landline) == (400, "not_a_mobile")


@pytest.mark.parametrize("name", ["codes", "links"])
def test_tries_are_limited(api, post, settings, name):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {name: (2, 60)}
    if name == "codes":
        answers = [post("verify-email-otp", {"code": "123456"}) for _ in range(3)]
    else:
        answers = [api.post("/api/v1/auth/verify-email/x") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert "Retry-After" in answers[-1]


def test_no_code_and_no_token_lies_anywhere(api, post, user, inbox, caplog):
    caplog.set_level(logging.DEBUG)
    welcome = inbox.token()
    post("resend-verification")
    post("send-verification-email")
    post("send-verification-sms")
    post("change-phone", {"phone": "3104445566"})
    post("change-email", {"new_email": "nueva@example.com", "password": PASSWORD})
    api.post("/api/v1/auth/forgot-password", {"email": user.email}, format="json")
    every = inbox.mails()
    tokens = {found for sent in every for found in re.findall(r"plz_[\w-]+", sent.body)}
    codes = {inbox.mailed_code(), *(re.search(r"\d{6}", text)[0] for text in inbox.sms())}
    for token in tokens:
        api.post(f"/api/v1/auth/verify-email/{token}")

    stored = everything_stored()
    formatter = JsonFormatter()
    logged = "\n".join(formatter.format(record) for record in caplog.records)
    subjects = "\n".join(sent.subject for sent in mail.outbox)

    assert welcome in tokens
    assert (len(tokens), len(codes)) == (4, 3)
    for secret in tokens | {f'"{code}"' for code in codes} | {f": {code}" for code in codes}:
        assert secret not in stored
        assert secret not in logged
        assert secret not in subjects
    assert not [code for code in codes if re.search(rf"(?<![\da-f-]){code}(?![\da-f-])", stored)]
    assert OutboxMessage.objects.filter(event="accounts.code_asked").count() == 3
    assert (OneTimeCode.objects.count(), LinkToken.objects.count()) == (3, 4)


def everything_stored() -> str:
    """Return every row of every table as text."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            parts += [row for (row,) in cursor.fetchall()]
    assert len(parts) > 20
    return "\n".join(parts)
