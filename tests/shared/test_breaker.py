import socket
import time

import pytest
from django.core.cache import caches
from django.test import override_settings

from marketplace.settings.base import cache
from marketplace.shared import breaker
from marketplace.shared.breaker import Breaker


@pytest.fixture(autouse=True)
def rested():
    breaker.redis_breaker.reset()
    yield
    breaker.redis_breaker.reset()


def test_a_breaker_rests_after_a_failure():
    engine = Breaker("test", rest_seconds=60)
    states = [engine.is_open]
    engine.trip()
    states.append(engine.is_open)
    engine.reset()
    states.append(engine.is_open)

    assert states == [False, True, False]


def test_the_rest_ends():
    engine = Breaker("test", rest_seconds=0)
    engine.trip()

    assert not engine.is_open


@pytest.mark.parametrize("is_hung", [True, False])
def test_a_broken_redis_is_a_miss_and_costs_one_timeout(is_hung):
    server = socket.create_server(("127.0.0.1", 0), backlog=20)
    url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
    if not is_hung:
        server.close()
    with override_settings(CACHES=cache(url)):
        started = time.monotonic()
        answers = [caches["default"].get("key", "fallback") for _ in range(20)]
        caches["default"].set("key", 1)
        seconds = time.monotonic() - started
    server.close()

    assert answers == ["fallback"] * 20
    assert seconds < 1.0
    assert breaker.redis_breaker.is_open
