"""One world for all walks; what a request did to it is undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.access.world import World, built


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the walks in one worker, so that their world is built once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("access"))


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Open the database for the whole package, in place of one transaction a test."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="package")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The small world of ``world.py``."""
    with built(tmp_path_factory.mktemp("private")) as world:
        yield world
