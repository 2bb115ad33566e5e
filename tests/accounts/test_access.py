"""The checks of access tokens, without the database."""

import base64
import json
import time
from uuid import UUID, uuid4

import jwt
import pytest
from django.conf import settings

from accounts.access import issue_access, read_access
from accounts.errors import InvalidToken

USER, SESSION = uuid4(), uuid4()


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


def signed(payload, *, key=None, algorithm="HS256", headers=None):
    return jwt.encode(
        payload, key or settings.JWT_SIGNING_KEY, algorithm=algorithm, headers=headers
    )


def test_an_issued_token_names_person_and_session_and_nothing_of_their_rights():
    token = issue_access(user_id=USER, session_id=SESSION)

    read = read_access(token)
    payload = jwt.decode(token, options={"verify_signature": False})

    assert (read.user_id, read.session_id) == (USER, SESSION)
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    assert sorted(payload) == ["aud", "exp", "iat", "iss", "jti", "sid", "sub", "token_type"]
    assert payload["exp"] - payload["iat"] == 3_600


def test_a_hand_made_token_with_every_claim_is_accepted():
    """Control for the refusals below: each of them differs in one point only."""
    assert read_access(signed(claims())).user_id == USER


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": None},
        {"iss": "somebody"},
        {"aud": None},
        {"aud": "another-api"},
        {"exp": None},
        {"exp": 1},
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


def test_another_key_or_algorithm_is_refused():
    unsigned = jwt.encode(claims(), "", algorithm="none")
    for token in (
        signed(claims(), key="x" * 64),
        signed(claims(), key=settings.SECRET_KEY),
        jwt.encode(claims(), settings.JWT_SIGNING_KEY * 2, algorithm="HS512"),
        unsigned,
    ):
        with pytest.raises(InvalidToken):
            read_access(token)


def test_what_the_header_says_of_keys_is_ignored():
    attacker = "y" * 64
    headers = {
        "kid": "../../etc/passwd",
        "jku": "https://attacker.example/keys",
        "jwk": {"kty": "oct", "k": base64.urlsafe_b64encode(attacker.encode()).decode()},
    }

    assert read_access(signed(claims(), headers=headers)).session_id == SESSION
    with pytest.raises(InvalidToken):
        read_access(signed(claims(), key=attacker, headers=headers))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a.b.c",
        "....",
        "ñ.ñ.ñ",
        "\x00",
        base64.urlsafe_b64encode(b"[" * 3_000).decode() + ".e30.",
        base64.urlsafe_b64encode(json.dumps({"alg": 5}).encode()).decode() + ".e30.",
        base64.urlsafe_b64encode(b'{"alg":"HS256"}').decode() + ".W10.AAAA",
    ],
)
def test_nonsense_is_refused(text):
    with pytest.raises(InvalidToken):
        read_access(text)


def test_token_ids_are_unique():
    tokens = [issue_access(user_id=USER, session_id=SESSION) for _ in range(3)]
    ids = {jwt.decode(token, options={"verify_signature": False})["jti"] for token in tokens}

    assert len({UUID(hex=name) for name in ids}) == 3
