"""Tokens of every wrong kind, where a right one opens the door."""

import hmac
import time
from itertools import product

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from accounts.models import User
from accounts.services.passwords import change_password
from accounts.services.people import set_active
from accounts.services.sessions import LOGOUT, revoke_session
from tests.factories.accounts import PASSWORD, make_staff_user, make_user, sign_in

pytestmark = pytest.mark.django_db

ME = "/api/v1/auth/me"
DOORS = [("get", ME), ("get", "/api/v1/orders"), ("post", "/api/v1/auth/logout-all")]
REFUSED = (401, "invalid_token", 'Bearer realm="plaza"')


def show(api, header, *, method="get", path=ME):
    return getattr(api, method)(path, HTTP_AUTHORIZATION=header)


def said(response):
    assert response["Content-Type"] == "application/problem+json"
    return (
        response.status_code,
        response.json()["code"],
        response.headers.get("WWW-Authenticate"),
    )


def claims(user, session_id, **changes):
    now = int(time.time())
    valid = {
        "iss": "plaza",
        "aud": "plaza-api",
        "exp": now + 600,
        "iat": now,
        "jti": "a",
        "token_type": "access",
        "sub": str(user.pk),
        "sid": str(session_id),
    } | changes
    return {name: value for name, value in valid.items() if value is not None}


def forge(payload, issued, *, key=None, algorithm="HS256", **headers):
    """Sign like the issued token, as somebody does who knows our secret; or otherwise."""
    kid = jwt.get_unverified_header(issued.access)["kid"]
    own = hmac.digest(
        settings.JWT_SIGNING_KEY.encode(), f"plaza access token {kid}".encode(), "sha256"
    )
    return jwt.encode(payload, key or own, algorithm, headers={"kid": kid} | headers)


def session_of(user):
    return user.login_sessions.order_by("-created_at")[0].pk


def test_a_token_made_by_hand_with_our_key_passes(api):
    """Control: what is refused below is refused for what is wrong with it."""
    user = make_user()
    issued = sign_in(user)

    response = show(api, f"Bearer {forge(claims(user, session_of(user)), issued)}")

    assert response.json()["id"] == str(user.pk)


def wrong_tokens(user, other):
    """Return every wrong kind of token by name."""
    issued = sign_in(user)
    mine, others = session_of(user), session_of(other)
    right = claims(user, mine)
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    return {
        "a refresh token": issued.refresh,
        "expired": forge(claims(user, mine, exp=1), issued),
        "without an end": forge(claims(user, mine, exp=None), issued),
        "from the future": forge(claims(user, mine, iat=int(time.time()) + 3_600), issued),
        "for another audience": forge(claims(user, mine, aud="another-api"), issued),
        "by another issuer": forge(claims(user, mine, iss="another"), issued),
        "of another kind": forge(claims(user, mine, token_type="refresh"), issued),
        "with somebody else's session": forge(claims(user, others), issued),
        "with my session for somebody else": forge(claims(other, mine), issued),
        "without a session": forge(claims(user, mine, sid=None), issued),
        "with a session that nobody has": forge(claims(user, user.pk), issued),
        "for nobody": forge(claims(user, mine, sub=None), issued),
        "for a name": forge(claims(user, mine, sub=user.email), issued),
        "unsigned": forge(right, issued, key="", algorithm="none"),
        "signed by a stranger's RSA key": forge(right, issued, key=key, algorithm="RS256"),
        "signed with Django's secret": forge(right, issued, key=settings.SECRET_KEY),
        "signed with the master key": forge(right, issued, key=settings.JWT_SIGNING_KEY),
        "signed with a stranger's key": forge(right, issued, key="x" * 64),
        "of a key that does not exist": forge(right, issued, kid="0" * 16),
        "of a key in a folder": forge(right, issued, kid="../../dev/null"),
        "naming another place for keys": forge(right, issued, jku="https://evil.example/keys"),
        "another algorithm": forge(right, issued, key="x" * 64, algorithm="HS512"),
        "cut off": issued.access[:-3],
        "with a tail": issued.access + "x",
        "twice": f"{issued.access} {issued.access}",
    }


def test_every_wrong_token_gets_one_answer_at_every_door(api):
    user, other = make_user(), make_user()
    sign_in(other)
    tokens = wrong_tokens(user, other)

    answers = {
        (name, path): said(show(api, f"Bearer {token}", method=method, path=path))
        for (name, token), (method, path) in product(tokens.items(), DOORS)
    }

    assert {key: answer for key, answer in answers.items() if answer != REFUSED} == {}
    assert user.login_sessions.filter(revoked_at__isnull=True).count() == 1


@pytest.mark.parametrize("kind", ["access", "nonsense"])
def test_an_access_token_refreshes_nothing(api, kind):
    issued = sign_in(make_user())
    sent = {"access": issued.access, "nonsense": "x" * 43}[kind][:500]

    response = api.post("/api/v1/auth/refresh", {"refresh": sent}, format="json")

    assert said(response) == REFUSED


def test_claims_about_rights_are_worth_nothing(api):
    user = make_user()
    issued = sign_in(user)
    rights = {
        "is_staff": True,
        "is_superuser": True,
        "role": "staff",
        "roles": ["staff"],
        "groups": ["administradores"],
        "permissions": ["*"],
        "scope": "admin",
    }
    token = forge(claims(user, session_of(user), **rights), issued)

    me = show(api, f"Bearer {token}").json()
    staff_only = show(api, f"Bearer {token}", path="/api/v1/admin/vendors")

    assert (me["role"], me["roles"], me["is_staff"]) == ("buyer", ["buyer"], False)
    assert staff_only.status_code == 403


def signed_out(user, issued):
    revoke_session(session_id=session_of(user), reason=LOGOUT, actor_id=user.pk)


def closed(user, issued):
    set_active(user_id=user.pk, is_active=False, actor_id=None)


def another_password(user, issued):
    change_password(user_id=user.pk, current=PASSWORD, new="otra-clave-segura-9")


@pytest.mark.parametrize("end", [signed_out, closed, another_password])
def test_what_ends_a_session_ends_its_tokens_at_once(api, end):
    user = make_user()
    issued = sign_in(user)
    assert show(api, f"Bearer {issued.access}").status_code == 200

    end(user, issued)

    assert said(show(api, f"Bearer {issued.access}")) == REFUSED
    refreshed = api.post("/api/v1/auth/refresh", {"refresh": issued.refresh}, format="json")
    assert said(refreshed) == REFUSED


def test_rights_that_are_gone_are_gone_at_once(api):
    staff = make_staff_user("soporte")
    token = sign_in(staff).access
    assert show(api, f"Bearer {token}", path="/api/v1/admin/vendors").status_code == 200

    staff.groups.clear()

    assert show(api, f"Bearer {token}", path="/api/v1/admin/vendors").status_code == 403


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("", 401),
        ("Bearer", 401),
        ("Bearer ", 401),
        ("bearer {token}", 200),
        ("BEARER  {token}", 200),
        ("Token {token}", 401),
        ("JWT {token}", 401),
        ("Basic YTpi", 401),
        ("Basic {token}", 401),
        ("{token}", 401),
        ("Bearer {token}, Bearer {token}", 401),
        ("Bearer Bearer {token}", 401),
        ('Bearer "{token}"', 401),
        ("Bearer {token}\x00", 401),
        ("Bearer \x00", 401),
        ("Bearer ñandú", 401),
        ("Bearer \xff\xfe", 401),
        ("Bearer " + "x" * 100_000, 401),
        ("Bearer " + "a." * 50_000, 401),
        ("Bearer ..", 401),
        ("Bearer null", 401),
        ("Bearer undefined", 401),
    ],
)
def test_strange_headers_are_refused_and_never_an_error_of_ours(api, header, status):
    token = sign_in(make_user()).access

    response = show(api, header.replace("{token}", token))

    assert response.status_code == status
    if status == 401:
        assert response.json()["code"] in ("invalid_token", "not_authenticated")


def test_no_token_is_taken_from_anywhere_but_the_header(api):
    token = sign_in(make_user()).access
    api.cookies["access"] = api.cookies["Authorization"] = token

    answers = [
        api.get(ME),
        api.get(ME, {"access": token}),
        api.get(ME, {"token": token}),
        api.get(ME, HTTP_X_ACCESS_TOKEN=token),
        api.get(ME, HTTP_X_AUTHORIZATION=f"Bearer {token}"),
        api.get(ME, HTTP_X_USER_ID=str(User.objects.get().pk)),
    ]

    assert {answer.status_code for answer in answers} == {401}


def test_a_browser_s_session_does_not_open_the_api(client):
    client.force_login(make_staff_user(is_superuser=True))

    assert client.get(ME).status_code == 401
    assert client.post("/api/v1/auth/logout-all").status_code == 401
