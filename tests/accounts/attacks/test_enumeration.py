"""Nobody learns from an answer whether somebody has an account."""

import pytest

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
