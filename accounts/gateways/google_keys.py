"""Google's public keys: read over HTTPS, kept in this process, read again when they change."""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests

from marketplace.shared.breaker import Breaker
from marketplace.shared.http import OutgoingClient

from ..errors import GoogleTokenRefused, GoogleUnavailable

logger = logging.getLogger("plaza.accounts.google")

CONNECT_SECONDS, READ_SECONDS = 2.0, 4.0
MAX_ANSWER_BYTES = 200_000
MAX_KEYS = 50
MIN_KEY_BITS = 2_048
# How long keys are kept: what Cache-Control says, within these bounds.
SHORTEST_SECONDS, LONGEST_SECONDS = 60, 6 * 60 * 60
# An unknown key makes us ask again, but strangers cannot make us ask all the time.
ASK_AGAIN_SECONDS = 60

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=([0-9]{1,9})(?:$|[,\s])")


class KeySet:
    """The keys at one address, for all threads of this process.

    Kept in memory and not in Redis: who may write to Redis must not say whose tokens are true.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._breaker = Breaker("google", rest_seconds=GoogleUnavailable.RETRY_AFTER_SECONDS)
        self._keys: Mapping[str, Any] = {}
        self._good_until = float("-inf")
        self._asked_again_at = float("-inf")

    def key(self, key_id: str) -> Any:
        """Return the public key of this id; at most one request.

        Raises:
            GoogleTokenRefused: Google has no such key.
            GoogleUnavailable: the keys are not known and cannot be read.
        """
        with self._one_at_a_time:
            if self._clock() >= self._good_until:
                self._read()
            elif key_id not in self._keys and self._may_ask_again():
                self._asked_again_at = self._clock()
                self._read()
            found = self._keys.get(key_id)
        if found is None:
            raise GoogleTokenRefused
        return found

    def _may_ask_again(self) -> bool:
        return self._clock() - self._asked_again_at >= ASK_AGAIN_SECONDS

    def _read(self) -> None:
        if self._breaker.is_open:
            raise GoogleUnavailable
        try:
            answer = _fetch(self._url)
            keys = _keys_of(answer)
        except (requests.RequestException, ValueError, RecursionError) as error:
            self._breaker.trip()
            logger.warning("Google's keys cannot be read", extra={"error": type(error).__name__})
            raise GoogleUnavailable from error
        self._keys = keys
        self._good_until = self._clock() + _seconds_to_keep(answer.headers)


def _fetch(url: str) -> requests.Response:
    parts = urlsplit(url)
    client = OutgoingClient(
        f"{parts.scheme}://{parts.netloc}",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        headers={"Accept": "application/json"},
    )
    return client.request("GET", url.removeprefix(f"{parts.scheme}://{parts.netloc}"))


def _keys_of(answer: requests.Response) -> dict[str, Any]:
    """Return the RSA keys for signatures by id; other kinds are left out.

    Raises:
        ValueError: the answer is no set of keys, or has none for us.
    """
    if answer.status_code != HTTPStatus.OK or len(answer.content) > MAX_ANSWER_BYTES:
        raise ValueError(f"HTTP {answer.status_code} with {len(answer.content)} bytes")
    body = json.loads(answer.content)
    listed = body.get("keys") if isinstance(body, dict) else None
    keys = {
        entry["kid"]: key
        for entry in (listed if isinstance(listed, list) else [])[:MAX_KEYS]
        if isinstance(entry, dict) and (key := _rsa_key(entry)) is not None
    }
    if not keys:
        raise ValueError("no key that could sign")
    return keys


def _rsa_key(entry: dict[str, Any]) -> Any:
    """Return a public key of RS256 with an id; None for whatever else it is."""
    is_ours = (
        isinstance(entry.get("kid"), str)
        and entry.get("kty") == "RSA"
        and entry.get("use", "sig") == "sig"
        and entry.get("alg", "RS256") == "RS256"
        and "d" not in entry
    )
    if not is_ours:
        return None
    try:
        key = jwt.PyJWK.from_dict(entry, algorithm="RS256").key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    return key if key.key_size >= MIN_KEY_BITS else None


def _seconds_to_keep(headers: Mapping[str, str]) -> int:
    told = _MAX_AGE.search(headers.get("Cache-Control", "").lower())
    age = headers.get("Age", "")
    passed = int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0
    seconds = int(told[1]) - passed if told else 0
    return max(SHORTEST_SECONDS, min(seconds, LONGEST_SECONDS))
