"""The checks of ID tokens, against an issuer that signs real ones."""

import base64
import json
import time

import jwt
import pytest

from accounts.errors import GoogleNotConfigured, GoogleTokenRefused, GoogleUnavailable
from accounts.gateways.google import google
from accounts.gateways.google_keys import KeySet
from tests.accounts.google.issuer import CLIENT_ID, private_key, public_jwk, public_pem

NOW = int(time.time())


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_true_token_says_who_it_is(issuer):
    claims = google().read(issuer.token(email="Ana@Example.com"))

    assert claims.subject == "110169484474386276334"
    assert claims.email == "ana@example.com"
    assert (claims.first_name, claims.last_name) == ("Ana", "Gómez")
    assert claims.nonce == "a-nonce"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": None},
        {"iss": "https://accounts.google.com"},
        {"iss": "https://evil.example"},
        {"iss": ["https://accounts.google.com"]},
        {"aud": None},
        {"aud": "another-client"},
        {"aud": [CLIENT_ID, "another-client"]},
        {"aud": [CLIENT_ID]},
        {"aud": ""},
        {"azp": "another-client"},
        {"exp": None},
        {"exp": NOW - 60},
        {"exp": "soon"},
        {"exp": float("inf")},
        {"iat": None},
        {"iat": NOW + 86_400},
        {"nbf": NOW + 86_400},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "7" * 256},
        {"sub": "a\x00b"},
        {"nonce": None},
        {"nonce": ""},
        {"nonce": ["a-nonce"]},
        {"email": None},
        {"email": ""},
        {"email": "no-es-correo"},
        {"email": "ñandú@example.com"},
        {"email": ["ana@example.com"]},
        {"email": "ana@example.com\nBcc: b@example.com"},
        {"email_verified": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": 1},
    ],
)
def test_a_missing_or_wrong_claim_is_refused(issuer, changes):
    with pytest.raises(GoogleTokenRefused):
        google().read(issuer.token(**changes))


def test_a_token_without_azp_is_accepted(issuer):
    assert google().read(issuer.token(azp=None)).email == "ana@example.com"


@pytest.mark.parametrize("name", ["https://accounts.google.com", "accounts.google.com"])
def test_google_writes_its_name_in_two_ways(issuer, settings, name):
    settings.GOOGLE_ISSUER = "https://accounts.google.com"

    assert google().read(issuer.token(iss=name)).email == "ana@example.com"


def test_another_issuer_has_one_name_only(issuer, settings):
    settings.GOOGLE_ISSUER = "https://login.example"

    with pytest.raises(GoogleTokenRefused):
        google().read(issuer.token(iss="login.example"))


def forged(issuer):
    claims = issuer.claims()
    header, payload, signature = issuer.token().split(".")
    secret = public_pem("one").decode()
    by_hand = f"{encoded({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'})}.{encoded(claims)}"
    hs256 = jwt.api_jws.get_algorithm_by_name("HS256")
    mac = hs256.sign(by_hand.encode(), secret.encode())
    return {
        "the public key as a secret": (
            f"{by_hand}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"
        ),
        "no signature": jwt.encode(claims, "", algorithm="none", headers={"kid": "one"}),
        "a signature that was cut off": f"{header}.{payload}.",
        "another payload": f"{header}.{encoded(claims | {'sub': '7'})}.{signature}",
        "another key under a known name": jwt.encode(
            claims, private_key("evil"), algorithm="RS256", headers={"kid": "one"}
        ),
        "another algorithm of the same key": jwt.encode(
            claims, private_key("one"), algorithm="RS512", headers={"kid": "one"}
        ),
        "PSS": jwt.encode(claims, private_key("one"), algorithm="PS256", headers={"kid": "one"}),
        "no key's name": jwt.encode(claims, private_key("one"), algorithm="RS256"),
        "a name that is no text": f"{encoded({'alg': 'RS256', 'kid': 7})}.{payload}.{signature}",
        "a key in the header": jwt.encode(
            claims,
            private_key("evil"),
            algorithm="RS256",
            headers={"kid": "evil", "jwk": public_jwk("evil")},
        ),
        "an unknown extension that must be understood": jwt.encode(
            claims, private_key("one"), algorithm="RS256", headers={"kid": "one", "crit": ["x"]}
        ),
        "one segment": "x",
        "empty": "",
        "dots": "....",
        "letters beyond ASCII": "ñ.ñ.ñ",
        "NUL": "\x00.\x00.\x00",
        "nested a thousand times": (base64.urlsafe_b64encode(b"[" * 3_000).decode() + ".e30.AAAA"),
        "a header that is a list": f"{encoded([])}.{payload}.{signature}",
        "a payload that is a list": f"{header}.{encoded([])}.{signature}",
    }


def test_every_forged_token_is_refused(issuer):
    let_in = []
    for name, token in forged(issuer).items():
        try:
            google().read(token)
        except GoogleTokenRefused:
            continue
        let_in.append(name)

    assert let_in == []
    assert google().read(issuer.token()).email == "ana@example.com"


@pytest.mark.parametrize("header", ["jku", "x5u"])
def test_addresses_of_keys_in_the_header_are_never_called(issuer, header):
    evil = f"{issuer.url}/evil"
    issuer.body = {"keys": [public_jwk("one")]}
    google().read(issuer.token())
    asked = issuer.asked

    with pytest.raises(GoogleTokenRefused):
        google().read(issuer.token(key="evil", headers={header: evil, "kid": "one"}))
    assert google().read(issuer.token(headers={header: evil})).email == "ana@example.com"

    assert issuer.asked == asked


def test_keys_are_read_once_for_many_tokens(issuer):
    for _ in range(5):
        google().read(issuer.token())
        google().read(issuer.token(key="two"))

    assert issuer.asked == 1


def test_a_new_key_is_found_and_an_old_one_forgotten(issuer):
    google().read(issuer.token())
    issuer.body = {"keys": [public_jwk("three")]}

    assert google().read(issuer.token(key="three")).email == "ana@example.com"
    with pytest.raises(GoogleTokenRefused):
        google().read(issuer.token(key="one"))
    assert issuer.asked == 2


def test_unknown_keys_ask_again_once_a_minute_at_most(issuer):
    moments = [0.0]
    keys = KeySet(f"{issuer.url}/keys", clock=lambda: moments[0])
    keys.key("one")
    asked = []
    for moment in (1, 2, 60, 61, 62):
        moments[0] = moment
        with pytest.raises(GoogleTokenRefused):
            keys.key("nobody")
        asked.append(issuer.asked)

    assert asked == [2, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60),
        ({"Cache-Control": "no-store"}, 60),
        ({"Cache-Control": "max-age=0"}, 60),
        ({"Cache-Control": "public, max-age=600, must-revalidate"}, 600),
        ({"Cache-Control": "max-age=600", "Age": "200"}, 400),
        ({"Cache-Control": "max-age=600", "Age": "ayer"}, 600),
        ({"Cache-Control": "max-age=999999999"}, 21_600),
        ({"Cache-Control": "s-maxage=500"}, 60),
        ({"Cache-Control": "max-age=-5"}, 60),
    ],
)
def test_keys_are_kept_as_long_as_google_says_within_bounds(issuer, headers, seconds):
    moments = [0.0]
    issuer.headers = headers
    keys = KeySet(f"{issuer.url}/keys", clock=lambda: moments[0])
    asked = []
    for moment in (0, seconds - 1, seconds):
        moments[0] = moment
        keys.key("one")
        asked.append(issuer.asked)

    assert asked == [1, 1, 2]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"oops"),
        (404, b"{}"),
        (302, {"keys": [public_jwk("one")]}),
        (200, b"<html>"),
        (200, b""),
        (200, b"\xff"),
        (200, b"[" * 100_000),
        (200, []),
        (200, {}),
        (200, {"keys": {}}),
        (200, {"keys": []}),
        (200, {"keys": ["x", 7, None, {}]}),
        (200, {"keys": [public_jwk("one", use="enc")]}),
        (200, {"keys": [public_jwk("one", alg="RS512")]}),
        (200, {"keys": [public_jwk("one", kid=7)]}),
        (200, {"keys": [public_jwk("one", kid=None)]}),
        (200, {"keys": [public_jwk("one", n="!")]}),
        (200, {"keys": [public_jwk("one", n=None)]}),
        (200, {"keys": [public_jwk("one", d="AQAB")]}),
        (200, {"keys": [public_jwk("small")]}),
        (200, {"keys": [{"kty": "oct", "kid": "one", "k": "c2VjcmV0"}]}),
        (200, b" " * 200_001),
    ],
)
def test_an_answer_that_is_no_set_of_keys_is_google_being_away(issuer, status, body):
    issuer.status, issuer.body = status, body

    with pytest.raises(GoogleUnavailable) as refusal:
        google().read(issuer.token())

    assert refusal.value.details == {"retry_after": 10}


def test_google_is_left_in_peace_for_a_while_after_a_failure(issuer):
    issuer.status = 500

    for _ in range(3):
        with pytest.raises(GoogleUnavailable):
            google().read(issuer.token())

    assert issuer.asked == 1


def test_nobody_at_the_address_is_google_being_away(issuer, settings):
    settings.GOOGLE_KEYS_URL = "http://127.0.0.1:1/keys"

    with pytest.raises(GoogleUnavailable):
        google().read(issuer.token())


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"family_name": None}, ("Ana", "")),
        ({"given_name": None, "family_name": None}, ("Ana Gómez", "")),
        ({"given_name": None, "family_name": None, "name": None}, ("", "")),
        ({"given_name": " Ana\n\u202eMaría "}, ("Ana María", "Gómez")),
        ({"given_name": "A\x00na"}, ("", "Gómez")),
        ({"given_name": ["Ana"], "family_name": 7}, ("Ana Gómez", "")),
        ({"given_name": "x" * 500}, ("x" * 80, "Gómez")),
    ],
)
def test_names_are_cleaned_and_may_be_missing(issuer, changes, names):
    claims = google().read(issuer.token(**changes))

    assert (claims.first_name, claims.last_name) == names


def test_without_a_client_id_there_is_no_verifier(issuer, settings):
    settings.GOOGLE_CLIENT_ID = ""

    with pytest.raises(GoogleNotConfigured):
        google()
