"""Going in and out by browser: portal, account and the staff's site."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django_redis import get_redis_connection

from accounts.models import LoginChallenge, LoginSession, User
from accounts.services import sessions
from accounts.services.passwords import change_password
from accounts.services.people import set_active
from accounts.services.roles import make_staff, set_groups
from marketplace.shared import clock
from tests.factories.accounts import (
    PASSWORD,
    make_staff_user,
    make_user,
    sign_in,
    turn_on_second_factor,
)
from tests.factories.vendors import make_vendor, owner_of

pytestmark = pytest.mark.django_db

PORTAL, ADMIN, ACCOUNT = "/portal/entrar/", "/admin/login/", "/cuenta/entrar/"
WRONG = "El correo o la contraseña no son correctos."


def enter(client, door, user, password=PASSWORD, **more):
    return client.post(door, {"email": user.email, "password": password, **more})


def person_for(door):
    if door == ADMIN:
        return make_staff_user(is_superuser=True)
    return owner_of(make_vendor()) if door == PORTAL else make_user()


def is_in(client, page="/cuenta/seguridad/"):
    return client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("door", "goes_to", "kind", "hours"),
    [
        (PORTAL, "/portal/", "portal", 168),
        (ADMIN, "/admin/", "admin", 8),
        (ACCOUNT, "/cuenta/seguridad/", "portal", 168),
    ],
)
def test_each_door_opens_a_login_session_of_its_kind(client, door, goes_to, kind, hours):
    user = person_for(door)
    client.get(door)

    response = enter(client, door, user)

    session = LoginSession.objects.get()
    assert (response.status_code, response["Location"]) == (302, goes_to)
    assert client.get(goes_to).status_code == 200
    assert (session.user, session.kind, session.second_factor) == (user, kind, False)
    assert session.expires_at - session.created_at == timedelta(hours=hours)
    assert abs(client.session.get_expiry_age() - hours * 3_600) < 60


@pytest.mark.parametrize("door", [PORTAL, ADMIN, ACCOUNT])
def test_a_second_factor_takes_a_second_step_at_each_door(client, door):
    user = person_for(door)
    phone = turn_on_second_factor(user)

    first = enter(client, door, user)
    key = client.session.session_key
    assert first["Location"] == f"{door}?paso=codigo"
    assert LoginSession.objects.count() == 0
    assert not is_in(client)
    assert "aplicación de códigos" in client.get(first["Location"]).content.decode()
    wrong = client.post(first["Location"], {"code": phone.wrong_code()})
    second = client.post(first["Location"], {"code": phone.code()})

    assert wrong.status_code == 401
    assert "El código no es correcto" in wrong.content.decode()
    assert second.status_code == 302
    assert client.session.session_key != key
    assert LoginSession.objects.get().second_factor is True
    assert is_in(client)


def test_the_key_of_djangos_session_changes_at_each_step(client):
    user = make_user()
    phone = turn_on_second_factor(user)
    keys = set()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    for data, step in (
        ({}, ""),
        ({"email": user.email, "password": PASSWORD}, ""),
        ({"code": phone.code()}, "?paso=codigo"),
    ):
        if data:
            client.post(f"{ACCOUNT}{step}", data)
        keys.add(client.cookies["sessionid"].value if data else session.session_key)

    assert len(keys) == 3
    assert Session.objects.count() == 1
    assert "planted" not in client.session


def test_the_second_step_without_the_first_goes_back_to_it(client):
    assert client.get(f"{ACCOUNT}?paso=codigo")["Location"] == ACCOUNT
    response = client.post(f"{ACCOUNT}?paso=codigo", {"code": "123456"}, follow=True)

    assert "El ingreso venció" in response.content.decode()
    assert LoginSession.objects.count() == 0


def test_a_first_step_at_one_kind_of_door_is_no_first_step_at_another(client):
    staff = make_staff_user(is_superuser=True)
    phone = turn_on_second_factor(staff)
    enter(client, ACCOUNT, staff)

    response = client.post(f"{ADMIN}?paso=codigo", {"code": phone.code()})

    assert response["Location"] == ADMIN
    assert LoginSession.objects.count() == 0


def test_an_expired_first_step_starts_again(client):
    user = make_user()
    phone = turn_on_second_factor(user)
    enter(client, ACCOUNT, user, next="/cuenta/seguridad/?a=1")
    LoginChallenge.objects.update(expires_at=clock.now())
    second = f"{ACCOUNT}?paso=codigo&next=/cuenta/seguridad/"

    response = client.post(second, {"code": phone.code()})

    assert response["Location"] == f"{ACCOUNT}?next=%2Fcuenta%2Fseguridad%2F"


@pytest.mark.parametrize("door", [PORTAL, ADMIN, ACCOUNT])
@pytest.mark.parametrize(
    ("wanted", "followed"),
    [
        ("/cuenta/seguridad/?a=1", True),
        ("https://evil.example/x", False),
        ("//evil.example", False),
        ("http://testserver/cuenta/", False),
        ("/\\evil.example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_next_is_followed_to_local_paths_only_after_the_second_step_too(
    client, door, wanted, followed
):
    user = person_for(door)
    phone = turn_on_second_factor(user)
    first = enter(client, door, user, next=wanted)

    second = client.post(first["Location"], {"code": phone.code(), "next": wanted})

    assert (second["Location"] == wanted) is followed
    assert "evil" not in first["Location"] + second["Location"]


@pytest.mark.parametrize("door", [PORTAL, ADMIN, ACCOUNT])
def test_unknown_closed_and_wrong_get_one_answer(client, door):
    user, closed = person_for(door), person_for(door)
    set_active(user_id=closed.pk, is_active=False, actor_id=None)
    tries = [
        (user, "equivocada-1"),
        (closed, PASSWORD),
        (User(email="nadie@example.com"), PASSWORD),
    ]
    if door == ADMIN:
        tries.append((make_user(), PASSWORD))

    answers = [enter(client, door, person, password) for person, password in tries]

    assert {answer.status_code for answer in answers} == {401}
    assert all(WRONG in answer.content.decode() for answer in answers)
    assert LoginSession.objects.count() == 0


@pytest.mark.parametrize("door", [PORTAL, ADMIN, ACCOUNT])
def test_failures_at_any_door_lock_every_door(client, api, door):
    user = make_staff_user(is_superuser=True)
    for _ in range(5):
        assert enter(client, door, user, "equivocada-1").status_code == 401

    answers = [enter(client, each, user) for each in (PORTAL, ADMIN, ACCOUNT)]
    by_api = api.post(
        "/api/v1/auth/login", {"email": user.email, "password": PASSWORD}, format="json"
    )

    assert [answer.status_code for answer in answers] == [429, 429, 429]
    assert int(answers[0]["Retry-After"]) > 60
    assert (by_api.status_code, by_api.json()["code"]) == (429, "too_many_attempts")
    assert LoginSession.objects.count() == 0


@pytest.mark.parametrize(
    "end",
    [
        lambda user: sessions.revoke_all(user_id=user.pk, reason="logout_all", actor_id=user.pk),
        lambda user: change_password(
            user_id=user.pk, current=PASSWORD, new="otra-frase-muy-larga-9"
        ),
        lambda user: set_active(user_id=user.pk, is_active=False, actor_id=None),
        lambda user: make_staff(user_id=user.pk, groups=["soporte"]),
        lambda user: LoginSession.objects.update(expires_at=clock.now()),
    ],
    ids=["everywhere", "password", "closed", "role", "time"],
)
@pytest.mark.parametrize("door", [PORTAL, ADMIN])
def test_what_ends_login_sessions_ends_the_browsers_at_the_next_request(client, door, end):
    user = person_for(door)
    enter(client, door, user)
    assert is_in(client)

    end(user)

    assert not is_in(client)
    home = "/admin/" if door == ADMIN else "/portal/"
    assert client.get(home)["Location"].startswith(door)


def test_new_groups_end_the_staffs_browser(client):
    chief, staff = make_staff_user(is_superuser=True), make_staff_user("soporte")
    enter(client, ADMIN, staff)

    set_groups(user_id=staff.pk, group_ids=[], actor_id=chief.pk)

    assert client.get("/admin/").status_code == 302


def test_logging_out_ends_the_row_and_an_old_cookie_is_worth_nothing(client):
    user = make_user()
    enter(client, ACCOUNT, user)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value

    assert client.get("/cuenta/salir/")["Location"] == ACCOUNT
    assert is_in(client)
    assert client.post("/cuenta/salir/")["Location"] == ACCOUNT

    assert LoginSession.objects.get().revoked_reason == "logout"
    assert not is_in(client)
    assert not is_in(thief)


def test_staff_log_out_of_their_site(client):
    enter(client, ADMIN, make_staff_user(is_superuser=True))

    assert client.get("/admin/logout/")["Location"] == ADMIN
    assert client.get("/admin/").status_code == 200
    assert client.post("/admin/logout/")["Location"] == ADMIN
    assert LoginSession.objects.get().revoked_reason == "logout"
    assert client.get("/admin/").status_code == 302


def test_losing_redis_signs_nobody_out(client):
    enter(client, ACCOUNT, make_user())

    get_redis_connection("default").flushdb()

    assert is_in(client)


def test_a_session_of_the_api_is_no_browsers_session(client):
    user, other = make_user(), make_user()
    enter(client, ACCOUNT, user)
    sign_in(user)
    enter(Client(), ACCOUNT, other)

    for foreign in (
        LoginSession.objects.get(kind="api"),
        LoginSession.objects.get(user=other),
    ):
        session = client.session
        session["login_session"] = str(foreign.pk)
        session.save()
        assert not is_in(client)


@pytest.mark.parametrize("spoilt", ["", "x", "00000000-0000-0000-0000-000000000000", None, 7])
def test_a_spoilt_session_is_nobodys(client, spoilt):
    enter(client, ACCOUNT, make_user())
    session = client.session
    session["login_session"] = spoilt
    session.save()

    assert not is_in(client)


def test_the_portals_login_does_not_open_the_staffs_site(client):
    staff = make_staff_user(is_superuser=True)
    enter(client, ACCOUNT, staff)

    assert client.get("/admin/")["Location"].startswith(ADMIN)


def test_staff_without_a_second_factor_are_led_to_its_setup_and_nowhere_else(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    staff = make_staff_user(is_superuser=True)
    enter(client, ADMIN, staff)

    for page in ("/admin/", "/admin/accounts/user/", "/admin/jsi18n/"):
        assert client.get(page, follow=True).redirect_chain[-1][0] == "/cuenta/seguridad/dos-pasos/"

    phone = turn_on_second_factor_here(client)
    assert client.get("/admin/").status_code == 200
    assert client.post("/cuenta/salir/").status_code == 302
    enter(client, ADMIN, staff)
    client.post(f"{ADMIN}?paso=codigo", {"code": phone})
    assert client.get("/admin/").status_code == 200


def turn_on_second_factor_here(client):
    """Go through the pages of the set-up; return a recovery code."""
    page = client.post("/cuenta/seguridad/dos-pasos/", {"password": PASSWORD}).content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    codes = client.post(
        "/cuenta/seguridad/dos-pasos/confirmar/", {"code": pyotp.TOTP(secret).now()}
    ).content.decode()
    return re.search(r"<code>([A-Z0-9-]{19})</code>", codes)[1]


def test_the_staffs_api_asks_for_the_second_factor_too(api, client_of, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    staff = make_staff_user(is_superuser=True)
    vendors = "/api/v1/admin/vendors"
    phone = turn_on_second_factor(staff)
    plain = client_of(staff)

    refused = plain.get(vendors).status_code
    challenge = api.post(
        "/api/v1/auth/admin-login", {"email": staff.email, "password": PASSWORD}, format="json"
    ).json()["challenge"]
    access = api.post(
        "/api/v1/auth/login/2fa", {"challenge": challenge, "code": phone.code()}, format="json"
    ).json()["access"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")

    assert refused == 403
    assert api.get(vendors).status_code == 200
    assert plain.get("/api/v1/auth/me").status_code == 200


def test_a_page_costs_two_statements_for_whoever_asks(client, django_assert_num_queries):
    enter(client, ACCOUNT, make_user())

    with django_assert_num_queries(2):  # Django's session; the person with the login session
        assert client.get("/cuenta/").status_code == 302
