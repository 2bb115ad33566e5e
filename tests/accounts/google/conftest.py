"""An issuer for the run, and settings that name it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.gateways import google as adapter
from tests.accounts.google.issuer import CLIENT_ID, Issuer


@pytest.fixture(scope="session")
def _issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture
def issuer(_issuer: Issuer, settings: Any) -> Issuer:
    """The issuer, healed, in Google's place; its keys are not known yet."""
    _issuer.heal()
    settings.GOOGLE_CLIENT_ID = CLIENT_ID
    settings.GOOGLE_ISSUER = _issuer.url
    settings.GOOGLE_KEYS_URL = f"{_issuer.url}/keys"
    adapter._key_set.cache_clear()
    return _issuer


@pytest.fixture
def challenge(issuer: Issuer, api: Any) -> Callable[[], str]:
    """``challenge()`` asks for a nonce as a client does."""
    return lambda: str(api.post("/api/v1/auth/google/challenge", format="json").json()["nonce"])
