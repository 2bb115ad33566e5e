"""Nobody learns from an answer whether somebody has an account."""

import pytest
from django.core import mail

from accounts.models import LoginSession, User
from accounts.services.people import set_active
from tests.factories.accounts import PASSWORD, make_staff_user, make_user

pytestmark = pytest.mark.django_db


def post(api, path, body):
    return api.post(f"/api/v1/auth/{path}", body, format="json")


def said(response):
    """Return all that a stranger sees of the answer, but for what names the request."""
    body = response.json() if response.content else None
    if isinstance(body, dict):
        body = {key: body[key] for key in sorted(body) if key not in ("instance", "request_id")}
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in ("X-Request-ID", "RateLimit", "Content-Length")
    }
    return response.status_code, body, headers


@pytest.fixture
def emails():
    """Addresses of a known, an unknown, a closed, an unverified person, and one of the staff."""
    closed = make_user()
    set_active(user_id=closed.pk, is_active=False, actor_id=None)
    no_password = make_user()
    no_password.set_unusable_password()
    no_password.save(update_fields=["password"])
    return {
        "known": make_user().email,
        "unknown": "nadie@example.com",
        "closed": closed.email,
        "unverified": make_user(verified=False).email,
        "staff": make_staff_user("soporte").email,
        "without a password": no_password.email,
    }


@pytest.mark.parametrize("path", ["login", "admin-login"])
def test_a_wrong_password_gets_one_answer_whoever_it_is(api, emails, path):
    answers = {
        name: said(post(api, path, {"email": email, "password": "equivocada-1"}))
        for name, email in emails.items()
    }

    assert {str(answer) for answer in answers.values()} == {str(answers["unknown"])}
    assert answers["unknown"][:1] == (401,)


def test_the_right_password_of_a_closed_account_gets_the_answer_of_a_wrong_one(api, emails):
    right = {name: {"email": email, "password": PASSWORD} for name, email in emails.items()}

    answers = [
        said(post(api, "login", right["closed"])),
        said(post(api, "login", right["unknown"])),
        said(post(api, "login", right["without a password"])),
        said(post(api, "admin-login", right["known"])),
    ]

    assert {str(answer) for answer in answers} == {str(answers[0])}
    assert LoginSession.objects.count() == 0


def test_too_many_tries_get_one_answer_whoever_it_is(api, emails, settings):
    settings.LOGIN_FAILURE_LIMITS = settings.LOGIN_FAILURE_LIMITS | {"block": 1_000}
    found = {}
    for name, email in emails.items():
        tries = [
            said(post(api, "login", {"email": email, "password": "equivocada-1"})) for _ in range(6)
        ]
        found[name] = [status for status, _, _ in tries], tries[-1][1]["code"]

    assert {str(each) for each in found.values()} == {
        str(([401, 401, 401, 401, 401, 429], "too_many_attempts"))
    }


def test_a_locked_account_does_not_tell_a_right_password_from_a_wrong_one(api, emails):
    form = {"email": emails["known"], "password": "equivocada-1"}
    for _ in range(5):
        post(api, "login", form)

    answers = [post(api, "login", form | {"password": text}) for text in ("otra-1", PASSWORD)]

    assert [answer.status_code for answer in answers] == [429, 429]
    assert answers[0].json()["code"] == answers[1].json()["code"]


@pytest.mark.parametrize("spelling", ["  {}  ", "{}\u200b", "\u202e{}", "{}%00", "{}\n"])
def test_other_spellings_of_an_address_open_nothing_new(api, emails, spelling):
    email = spelling.format(emails["known"].upper())

    response = post(api, "login", {"email": email, "password": "equivocada-1"})

    assert response.status_code in (400, 401)
    assert User.objects.count() == len(emails) - 1


FORM = {
    "password": "otra-clave-segura-9",
    "first_name": "Luz",
    "last_name": "Marín",
    "phone": "3001112233",
    "accept_terms": True,
}


def test_opening_an_account_tells_nobody_whose_address_is_taken(api, emails):
    before = User.objects.order_by("pk").values_list("password", "first_name")
    before = list(before)
    answers = {}
    for name, email in emails.items():
        status, body, headers = said(post(api, "register", FORM | {"email": email}))
        assert body["email"] == email
        varying = {"id", "email", "created_at"}
        answers[name] = status, {key: body[key] for key in body if key not in varying}, headers

    assert {str(answer) for answer in answers.values()} == {str(answers["unknown"])}
    assert answers["unknown"][0] == 201
    known = User.objects.exclude(email=emails["unknown"])
    assert list(known.order_by("pk").values_list("password", "first_name")) == before


def test_forgetting_a_password_tells_nobody_who_has_an_account(api, emails, drain_outbox):
    drain_outbox()
    mail.outbox.clear()
    answers = {
        name: said(post(api, "forgot-password", {"email": email})) for name, email in emails.items()
    }

    assert {str(answer) for answer in answers.values()} == {str(answers["unknown"])}
    assert answers["unknown"][0] in (200, 202, 204)
    drain_outbox()
    written_to = {message.to[0] for message in mail.outbox}
    assert emails["known"] in written_to
    assert not written_to & {emails["unknown"], emails["closed"]}


def test_whoever_came_by_google_gets_a_password_by_the_forgotten_one(api, emails, drain_outbox):
    """An account without a password is not shut out of it for ever."""
    post(api, "forgot-password", {"email": emails["without a password"]})
    drain_outbox()

    [message] = [each for each in mail.outbox if each.to == [emails["without a password"]]][-1:]
    assert "/cuenta/restablecer/" in message.body
