"""The checks of access tokens, without the database."""

import base64
import hashlib
import hmac
import json
import time
from uuid import UUID, uuid4

import jwt
import pytest
from django.conf import settings
from django.utils.crypto import get_random_string

from accounts.access import issue_access, read_access
from accounts.errors import InvalidToken

USER, SESSION = uuid4(), uuid4()
KID, OTHER_KID = "0123456789abcdef", "fedcba9876543210"


def secret_of(kid, *, master=None):
    name = f"plaza access token {kid}".encode()
    return hmac.digest((master or settings.JWT_SIGNING_KEY).encode(), name, hashlib.sha256)


def claims(**changes):
    now = int(time.time())
    valid = {
        "iss": "plaza",
        "aud": "plaza-api",
        "exp": now + 60,
        "iat": now,
        "jti": "a",
        "token_type": "access",
        "sub": str(USER),
        "sid": str(SESSION),
    }
    return {name: value for name, value in (valid | changes).items() if value is not None}


def signed(payload, *, key=None, algorithm="HS256", kid=KID, headers=None):
    headers = {"kid": kid} | (headers or {})
    return jwt.encode(payload, key or secret_of(KID), algorithm=algorithm, headers=headers)


def encoded(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def hand_signed(header, payload=None):
    """Return a token with any header, rightly signed with the key ``KID``."""
    body = f"{encoded(header)}.{encoded(json.dumps(payload or claims()))}"
    return f"{body}.{encoded(hmac.digest(secret_of(KID), body.encode(), 'sha256'))}"


def test_an_issued_token_names_person_session_and_key_and_nothing_of_their_rights():
    token = issue_access(user_id=USER, session_id=SESSION, kid=KID)

    read = read_access(token)
    payload = jwt.decode(token, options={"verify_signature": False})

    assert (read.user_id, read.session_id, read.kid) == (USER, SESSION, KID)
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT", "kid": KID}
    assert sorted(payload) == ["aud", "exp", "iat", "iss", "jti", "sid", "sub", "token_type"]
    assert payload["exp"] - payload["iat"] == 3_600


def test_a_hand_made_token_with_every_claim_is_accepted():
    """Control for the refusals below: each of them differs in one point only."""
    assert read_access(signed(claims())).user_id == USER
    header = json.dumps({"alg": "HS256", "typ": "JWT", "kid": KID})
    assert read_access(hand_signed(header)).session_id == SESSION


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": None},
        {"iss": "somebody"},
        {"aud": None},
        {"aud": "another-api"},
        {"exp": None},
        {"exp": 1},
        {"exp": 10**30},
        {"iat": None},
        {"iat": int(time.time()) + 3_600},
        {"jti": None},
        {"token_type": None},
        {"token_type": "refresh"},
        {"sub": None},
        {"sub": "admin"},
        {"sid": None},
        {"sid": 7},
        {"sid": "7"},
        {"sid": ["a"]},
    ],
)
def test_a_missing_or_wrong_claim_is_refused(changes):
    with pytest.raises(InvalidToken):
        read_access(signed(claims(**changes)))


@pytest.mark.parametrize("name", ["aud", "exp", "iat", "jti", "token_type", "sub", "sid"])
def test_a_claim_of_nothing_is_refused(name):
    with pytest.raises(InvalidToken):
        read_access(signed(claims() | {name: None}))


@pytest.mark.parametrize(
    "token",
    [
        signed(claims(), key="x" * 64),
        signed(claims(), key=settings.SECRET_KEY),
        signed(claims(), key=settings.JWT_SIGNING_KEY),
        signed(claims(), key=secret_of(KID, master="x" * 64)),
        signed(claims(), key=secret_of(OTHER_KID)),
        signed(claims(), kid=OTHER_KID),
        signed(claims(), key=secret_of(KID) * 2, algorithm="HS512"),
        jwt.encode(claims(), "", algorithm="none", headers={"kid": KID}),
        signed(claims()).rpartition(".")[0] + ".",
    ],
)
def test_another_key_or_algorithm_is_refused(token):
    with pytest.raises(InvalidToken):
        read_access(token)


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "RS256", "ES256", "HS384", "hs256", "", None, 5]
)
def test_a_header_that_names_another_algorithm_is_refused_although_our_key_signed(algorithm):
    """RS256: our secret as if it were somebody's public key."""
    header = json.dumps({"alg": algorithm, "typ": "JWT", "kid": KID})

    with pytest.raises(InvalidToken):
        read_access(hand_signed(header))


@pytest.mark.parametrize(
    "kid",
    [
        None,
        "",
        "../../../../etc/passwd",
        "' OR '1'='1",
        "https://attacker.example/keys",
        "0123456789ABCDEF",
        "0123456789abcde",
        "0123456789abcdef\n",
        "０123456789abcde",
        "f" * 100_000,
        7,
        1e400,
        True,
        ["0123456789abcdef"],
        {"kid": "0123456789abcdef"},
    ],
)
def test_a_kid_of_another_form_is_refused(kid):
    header = json.dumps({"alg": "HS256", "typ": "JWT", "kid": kid})

    with pytest.raises(InvalidToken):
        read_access(hand_signed(header))


def test_a_token_without_kid_is_refused():
    with pytest.raises(InvalidToken):
        read_access(jwt.encode(claims(), secret_of(KID), algorithm="HS256"))


@pytest.mark.parametrize(
    "more",
    [
        {"jku": "https://attacker.example/keys"},
        {"x5u": "https://attacker.example/chain"},
        {"x5c": ["AAAA"]},
        {"jwk": {"kty": "oct", "k": base64.urlsafe_b64encode(b"y" * 64).decode()}},
        {"crit": ["exp"], "exp": 1},
        {"b64": False, "crit": ["b64"]},
        {"zip": "DEF"},
    ],
)
def test_a_header_that_says_more_than_ours_is_refused(more):
    header = {"alg": "HS256", "typ": "JWT", "kid": KID} | more

    with pytest.raises(InvalidToken):
        read_access(hand_signed(json.dumps(header)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a.b.c",
        "....",
        "ñ.ñ.ñ",
        "\ud800.a.b",
        "\x00",
        encoded(b"[" * 3_000) + ".e30.",
        encoded(b'{"kid":' * 3_000) + ".e30.",
        encoded(json.dumps({"alg": 5})) + ".e30.",
        encoded(b'{"alg":"HS256"}') + ".W10.AAAA",
        encoded(json.dumps([{"alg": "HS256", "typ": "JWT", "kid": KID}])) + ".e30.AAAA",
        f"{encoded(json.dumps({'alg': 'HS256', 'typ': 'JWT', 'kid': KID}))}.{encoded('[' * 9_000)}.A",
    ],
)
def test_nonsense_is_refused(text):
    with pytest.raises(InvalidToken):
        read_access(text)


def test_token_ids_are_unique():
    tokens = [issue_access(user_id=USER, session_id=SESSION, kid=KID) for _ in range(3)]
    ids = {jwt.decode(token, options={"verify_signature": False})["jti"] for token in tokens}

    assert len({UUID(hex=name) for name in ids}) == 3


def test_a_kid_tells_nothing_of_its_secret():
    """Other names and other master keys have other secrets, and none is the master key."""
    kids = [get_random_string(16, "0123456789abcdef") for _ in range(3)]
    tokens = [issue_access(user_id=USER, session_id=SESSION, kid=kid) for kid in kids]

    for kid, token in zip(kids, tokens, strict=True):
        assert read_access(token).kid == kid
        header, _, rest = token.partition(".")
        assert jwt.get_unverified_header(token)["kid"] == kid
        for other in set(kids) - {kid}:
            forged = encoded(json.dumps({"alg": "HS256", "typ": "JWT", "kid": other}))
            with pytest.raises(InvalidToken):
                read_access(f"{forged}.{rest}")
