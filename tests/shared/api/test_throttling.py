import threading

import pytest
from django.test import override_settings
from django_redis import get_redis_connection
from redis import Redis
from redis.exceptions import ConnectionError as RedisDown

from marketplace.shared import breaker
from marketplace.shared.api import throttling
from marketplace.shared.api.throttling import count_one

pytestmark = pytest.mark.urls("tests.shared.urls")

RUNNERS, LIMIT = 40, 10


@pytest.fixture(autouse=True)
def rested_redis():
    get_redis_connection("default").flushdb()
    breaker.redis_breaker.reset()
    yield
    breaker.redis_breaker.reset()


def at_once(deed) -> list[bool]:
    """Let all runners do ``deed`` behind a barrier."""
    start, outcomes = threading.Barrier(RUNNERS), []

    def run() -> None:
        start.wait(timeout=10)
        outcomes.append(deed())

    threads = [threading.Thread(target=run) for _ in range(RUNNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def is_allowed() -> bool:
    return count_one(name="t", identity="ana", limit=LIMIT, seconds=60).allowed


def test_exactly_the_limit_passes_under_threads():
    outcomes = at_once(is_allowed)

    assert (outcomes.count(True), len(outcomes)) == (LIMIT, RUNNERS)


def test_counting_by_reading_first_lets_more_pass():
    """Control: everybody reads before anybody writes, as DRF's own throttle may."""
    redis = get_redis_connection("default")
    everybody_has_read = threading.Barrier(RUNNERS)

    def read_then_write() -> bool:
        count = int(redis.get("control") or 0)
        everybody_has_read.wait(timeout=10)
        redis.set("control", count + 1)
        return count < LIMIT

    assert at_once(read_then_write).count(True) == RUNNERS


def test_without_redis_the_process_counts_as_exactly(monkeypatch):
    monkeypatch.setattr(throttling, "_fallback", throttling._ProcessCounter())
    breaker.redis_breaker.trip()
    get_redis_connection("default").connection_pool.disconnect()

    outcomes = at_once(is_allowed)

    assert outcomes.count(True) == LIMIT


def test_a_dead_redis_is_asked_once_in_a_while(monkeypatch):
    asked = []

    class DeadRedis(Redis):
        def eval(self, *args):
            asked.append(args)
            raise RedisDown

    monkeypatch.setattr(throttling, "get_redis_connection", lambda name: DeadRedis())
    monkeypatch.setattr(throttling, "_fallback", throttling._ProcessCounter())

    decisions = [count_one(name="t", identity="x", limit=1, seconds=60) for _ in range(2)]

    assert [decision.allowed for decision in decisions] == [True, False]


def test_windows_end_and_identities_are_apart():
    assert count_one(name="t", identity="a", limit=1, seconds=60).allowed
    assert not count_one(name="t", identity="a", limit=1, seconds=60).allowed
    assert count_one(name="t", identity="b", limit=1, seconds=60).allowed
    assert count_one(name="u", identity="a", limit=1, seconds=60).allowed
    assert get_redis_connection("default").ttl("plaza:rate:t:a") in (59, 60)


def test_a_key_that_lost_its_end_gets_one():
    redis = get_redis_connection("default")
    redis.set("plaza:rate:t:a", 5)

    decision = count_one(name="t", identity="a", limit=10, seconds=60)

    assert (decision.remaining, decision.reset_seconds) == (4, 60)
    assert redis.ttl("plaza:rate:t:a") in (59, 60)


@override_settings(RATE_LIMITS={"kernel-test": (2, 60)})
def test_the_answers_tell_the_limit_and_when_to_come_back(api):
    answers = [api.get("/api/v1/test/limited") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"default";q=2;w=60'
    assert answers[0]["RateLimit"] == '"default";r=1;t=60'
    assert answers[2]["RateLimit"].startswith('"default";r=0;t=')
    assert int(answers[2]["Retry-After"]) in (59, 60)
    assert answers[2].json()["code"] == "too_many_requests"


@override_settings(RATE_LIMITS={"kernel-test": (1, 60)})
def test_a_forged_forwarding_header_does_not_make_a_new_person(api):
    answers = [
        api.get("/api/v1/test/limited", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code
        for n in range(2)
    ]

    assert answers == [200, 429]
