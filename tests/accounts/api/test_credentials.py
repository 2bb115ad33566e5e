import pytest

from accounts.models import Consent, LoginSession, User
from tests.factories.accounts import PASSWORD, make_staff_user, make_user, sign_in

pytestmark = pytest.mark.django_db

FORM = {
    "email": "Luz@example.com",
    "password": PASSWORD,
    "first_name": "Luz",
    "last_name": "Marín",
    "phone": "300 111 2233",
    "accept_terms": True,
}


def post(api, path, body):
    return api.post(f"/api/v1/auth/{path}", body, format="json")


def pointers(response):
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    return {error["pointer"]: error["code"] for error in response.json()["errors"]}


def test_register_answers_the_new_person(api):
    response = post(api, "register", FORM)

    assert response.status_code == 201
    assert response["Location"] == "/api/v1/auth/me"
    assert response["Cache-Control"] == "no-store"
    user = User.objects.get()
    assert response.json() == {
        "id": str(user.pk),
        "email": "luz@example.com",
        "first_name": "Luz",
        "last_name": "Marín",
        "full_name": "Luz Marín",
        "phone": "+573001112233",
        "role": "buyer",
        "roles": ["buyer"],
        "is_staff": False,
        "email_verified": False,
        "phone_verified": False,
        "created_at": response.json()["created_at"],
    }


@pytest.mark.parametrize("field", ["role", "is_staff", "is_superuser", "verified", "id"])
def test_register_refuses_fields_that_are_not_the_clients(api, field):
    assert pointers(post(api, "register", FORM | {field: "staff"})) == {f"/{field}": "unknown"}
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "no-es-correo", "invalid"),
        ("email", "ñandú@example.com", "email"),
        ("email", 7, "invalid"),
        ("email", f"{'a' * 250}@b.co", "max_length"),
        ("password", "corta", "weak_password"),
        ("password", "x" * 129, "max_length"),
        ("password", ["correcto-caballo-7"], "invalid"),
        ("password", None, "null"),
        ("first_name", "", "blank"),
        ("first_name", "\u202e\u200f", "blank"),
        ("first_name", {"a": 1}, "invalid"),
        ("last_name", "x" * 81, "max_length"),
        ("phone", "2345678", "phone"),
        ("phone", 3001112233, "invalid"),
        ("accept_terms", False, "invalid"),
        ("accept_terms", "true", "invalid"),
        ("accept_terms", 1, "invalid"),
    ],
)
def test_register_points_at_what_is_wrong(api, field, value, code):
    found = pointers(post(api, "register", FORM | {field: value}))

    assert found == {f"/{field}": code}
    assert User.objects.count() == Consent.objects.count() == 0


def test_register_cleans_names_of_line_breaks_and_direction_marks(api):
    post(api, "register", FORM | {"first_name": " Luz\n\u202eMaría  "})

    assert User.objects.get().first_name == "Luz María"


def test_register_answers_the_same_for_a_known_address(api):
    owner = make_user(email="luz@example.com", first_name="Otra", phone="3109998877")

    known = post(api, "register", FORM)
    unknown = post(api, "register", FORM | {"email": "nueva@example.com"})

    passing = {"id", "created_at", "email"}
    assert known.status_code == unknown.status_code == 201
    assert {name: value for name, value in known.json().items() if name not in passing} == {
        name: value for name, value in unknown.json().items() if name not in passing
    }
    assert known.json()["id"] not in (str(owner.pk), unknown.json()["id"])
    assert len(known.json()["created_at"]) == len(unknown.json()["created_at"])
    assert known.headers.keys() == unknown.headers.keys()
    assert known["Location"] == unknown["Location"]
    assert User.objects.count() == 2


def test_login_answers_tokens_and_person(api):
    user = make_user(email="luz@example.com")

    response = post(api, "login", {"email": "LUZ@example.com", "password": PASSWORD})

    body = response.json()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert sorted(body) == ["access", "expires_in", "refresh", "token_type", "user"]
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3_600)
    assert body["user"]["id"] == str(user.pk)
    assert "memberships" not in body["user"]


def without_ids(response):
    """Return the answer but for what names the single request."""
    body = response.json()
    return response.status_code, {
        name: value for name, value in body.items() if name not in ("instance", "request_id")
    }


def test_every_refused_login_gets_one_answer(api):
    user, closed = make_user(), make_user()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    tries = [
        ("login", "nobody@example.com", PASSWORD),
        ("login", user.email, "equivocada-1"),
        ("login", closed.email, PASSWORD),
        ("admin-login", user.email, PASSWORD),
        ("admin-login", "nobody@example.com", PASSWORD),
    ]

    answers = [
        post(api, path, {"email": email, "password": password}) for path, email, password in tries
    ]

    assert {str(without_ids(answer)) for answer in answers} == {str(without_ids(answers[0]))}
    assert without_ids(answers[0])[1]["code"] == "invalid_credentials"
    assert answers[0].status_code == 401
    assert answers[0]["WWW-Authenticate"] == 'Bearer realm="plaza"'
    assert LoginSession.objects.count() == 0


def test_staff_pass_the_admin_login(api):
    staff = make_staff_user("soporte")

    response = post(api, "admin-login", {"email": staff.email, "password": PASSWORD})

    assert response.status_code == 200
    assert response.json()["user"]["roles"] == ["buyer", "staff"]


@pytest.mark.parametrize("path", ["refresh", "refresh/", "refresh-token", "refresh-token/"])
def test_refresh_answers_a_new_pair(api, path):
    issued = sign_in(make_user())

    response = post(api, path, {"refresh": issued.refresh})

    assert response.status_code == 200
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {response.json()['access']}")
    assert api.get("/api/v1/auth/me").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_reused_token_gets_the_answer_of_every_token_failure(api):
    issued = sign_in(make_user())
    fresh = post(api, "refresh", {"refresh": issued.refresh}).json()

    reused = post(api, "refresh", {"refresh": issued.refresh})
    unknown = post(api, "refresh", {"refresh": "nunca-existió"})
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {fresh['access']}")
    access = api.get("/api/v1/auth/me")
    api.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    forged = api.get("/api/v1/auth/me")

    assert without_ids(reused)[1]["code"] == "invalid_token"
    answers = [reused, unknown, access, forged]
    assert {str(without_ids(answer)) for answer in answers} == {str(without_ids(reused))}
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Bearer realm="plaza"'}


def test_an_old_token_in_the_header_does_not_hinder_a_login(api):
    user = make_user()
    api.credentials(HTTP_AUTHORIZATION="Bearer old")

    response = post(api, "login", {"email": user.email, "password": PASSWORD})

    assert response.status_code == 200


@pytest.mark.parametrize("path", ["register", "login", "admin-login"])
def test_password_routes_are_limited_before_anything_is_hashed(api, settings, path):
    settings.RATE_LIMITS = {"register": (2, 60), "login": (2, 60)}

    statuses = [post(api, path, {}).status_code for _ in range(3)]
    last = post(api, path, FORM)

    assert statuses == [400, 400, 429]
    assert last.status_code == 429
    assert last.json()["code"] == "too_many_requests"
    assert 1 <= int(last["Retry-After"]) <= 60
    assert last["RateLimit"].startswith('"default";r=0;t=')
    assert User.objects.count() == 0


ROUTES = ["register", "login", "admin-login", "refresh"]


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"[]", "application/json", 400),
        (b'"x"', "application/json", 400),
        (b"null", "application/json", 400),
        (b"7", "application/json", 400),
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"email": "a\\u0000@b.co", "refresh": "\\u0000"}', "application/json", 400),
        (b'{"email": "\\ud800", "refresh": "\\ud800"}', "application/json", 400),
        (b'{"email": 1, "email": 2}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 3_000, "application/json", 400),
        (b'{"password": "' + b"x" * 200_000 + b'"}', "application/json", 400),
        (b'{"password": "' + b"x" * 300_000 + b'"}', "application/json", 413),
        (b"email=a%40b.co&password=x", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "text/xml", 415),
    ],
)
def test_nonsense_is_a_problem_and_never_an_error_of_ours(api, path, body, content_type, status):
    response = api.generic("POST", f"/api/v1/auth/{path}", body, content_type=content_type)

    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert User.objects.count() == 0
