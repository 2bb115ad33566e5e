"""Copies of the locks in Redis, so that a flood of tries does not reach PostgreSQL.

Only copies: PostgreSQL decides, a lock that Redis lost is found there again, and without Redis
every try asks PostgreSQL. A copy lives a minute at most, so that one which could not be removed
when a lock was lifted is soon gone by itself.
"""

from collections.abc import Iterable

from django_redis import get_redis_connection
from redis.exceptions import RedisError

from ..selectors.login_attempts import BLOCK, Place

COPY_SECONDS = 60


def seconds_left(*, place: Place) -> int:
    """Return for how many seconds the place is locked as far as Redis knows; 0 if it is not."""
    keys = _keys(place)
    try:
        pipeline = get_redis_connection("default").pipeline(transaction=False)
        for key in keys:
            pipeline.get(key)
            pipeline.ttl(key)
        answers = pipeline.execute()
    except (RedisError, OSError):
        return 0
    pairs = zip(answers[::2], answers[1::2], strict=True)
    return max(
        (int(after) + ttl for after, ttl in pairs if after is not None and ttl > 0), default=0
    )


def remember(*, place: Place, limit_name: str, seconds: int) -> None:
    """Copy a lock that PostgreSQL found."""
    key = _block_key(place.block) if limit_name == BLOCK else _name_key(place)
    life = min(seconds, COPY_SECONDS)
    try:
        get_redis_connection("default").set(key, seconds - life, ex=life)
    except (RedisError, OSError):
        return


def forget(*, places: Iterable[Place] = (), block: str = "") -> None:
    """Remove the copies of locks that were lifted."""
    keys = [_name_key(place) for place in places] + ([_block_key(block)] if block else [])
    if not keys:
        return
    try:
        get_redis_connection("default").delete(*keys)
    except (RedisError, OSError):
        return


def _keys(place: Place) -> list[str]:
    return [_name_key(place), _block_key(place.block)]


def _name_key(place: Place) -> str:
    return f"plaza:login-lock:{place.kind.value}:{place.digest}:{place.block}"


def _block_key(block: str) -> str:
    return f"plaza:login-lock:block:{block}"
