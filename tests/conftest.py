"""Fixtures for every test.

Each xdist worker has its own database (pytest-django), Redis database and Chroma prefix
(``marketplace/settings/test.py``), so workers do not meet.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django_redis import get_redis_connection
from rest_framework.test import APIClient

from marketplace.shared import faults
from tests.engines import refuse_without_engines
from tests.support import browsers, database, outbox, races

TOUCHES_ENGINES = {"db", "transactional_db", "api", "client_of"}


def pytest_configure(config: pytest.Config) -> None:
    """Say in one sentence that the engines are missing."""
    refuse_without_engines(config)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the migrated test database ready for tests that commit."""
    with django_db_blocker.unblock():
        database.prepare()


@pytest.fixture(scope="session", autouse=True)
def media_in_tmp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let uploads of the tests lie in a folder that goes away."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(autouse=True)
def fresh_redis(request: pytest.FixtureRequest) -> None:
    """Empty this worker's Redis database before each test that may use it."""
    if request.node.get_closest_marker("django_db") or TOUCHES_ENGINES & {*request.fixturenames}:
        get_redis_connection("default").flushdb()


@pytest.fixture(autouse=True)
def healed_faults() -> Iterator[None]:
    """Disarm what the test armed."""
    yield
    faults.disarm()


@pytest.fixture(autouse=True)
def own_force_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``client.force_login(user)`` open a login session, without which nobody is in."""
    monkeypatch.setattr(Client, "force_login", browsers.force_login)


@pytest.fixture
def api() -> APIClient:
    """A client that nobody is signed in with; a 500 is an answer, not an exception."""
    return APIClient(raise_request_exception=False)


@pytest.fixture
def client_of() -> Callable[..., APIClient]:
    """``client_of(user)`` sends a real access token of that user."""

    def make(user: Any) -> APIClient:
        # App ready: the tokens' service needs the models.
        from tests.factories.accounts import access_token_of

        client = APIClient(raise_request_exception=False)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token_of(user)}")
        return client

    return make


@pytest.fixture
def drain_outbox() -> Callable[..., int]:
    """``drain_outbox()`` delivers all waiting messages; see ``tests/support/outbox.py``."""
    return outbox.drain


@pytest.fixture
def race() -> Callable[..., list[Any]]:
    """``race(callables)`` runs them at once; see ``tests/support/races.py``."""
    return races.race
