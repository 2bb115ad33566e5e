"""Rate limits, counted atomically in Redis; without Redis, roughly in each process."""

import threading
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django_redis import get_redis_connection
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from ..addresses import subscriber
from ..request_context import current_request

# Counts and sets the window's end in one step, so that no key is left without an end.
_COUNT = """
local count = redis.call('INCR', KEYS[1])
local left = redis.call('TTL', KEYS[1])
if left < 0 then
    redis.call('EXPIRE', KEYS[1], ARGV[1])
    left = tonumber(ARGV[1])
end
return {count, left}
"""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Whether one more is allowed; ``reset_seconds`` until the window ends."""

    allowed: bool
    limit: int
    remaining: int
    window_seconds: int
    reset_seconds: int


class _ProcessCounter:
    """The small fallback: fixed windows in this process's memory."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, float]] = {}
        self._one_at_a_time = threading.Lock()

    def count(self, key: str, seconds: int) -> tuple[int, int]:
        now = time.monotonic()
        with self._one_at_a_time:
            count, end = self._counts.get(key, (0, 0.0))
            if end <= now:
                if len(self._counts) > 10_000:
                    self._counts.clear()
                count, end = 0, now + seconds
            self._counts[key] = (count + 1, end)
        return count + 1, int(end - now) + 1


_fallback = _ProcessCounter()


def count_one(*, name: str, identity: str, limit: int, seconds: int) -> Decision:
    """Count one deed of ``identity`` in the present window and say whether it is allowed.

    Of any number at the same time exactly ``limit`` are allowed. Without Redis each process
    counts for itself.
    """
    key = f"plaza:rate:{name}:{identity}"
    count, reset = _count_in_redis(key, seconds) or _fallback.count(key, seconds)
    return Decision(
        allowed=count <= limit,
        limit=limit,
        remaining=max(0, limit - count),
        window_seconds=seconds,
        reset_seconds=max(1, reset),
    )


def _count_in_redis(key: str, seconds: int) -> tuple[int, int] | None:
    try:
        count, reset = get_redis_connection("default").eval(_COUNT, 1, key, seconds)
    except (RedisError, OSError):
        return None
    return int(count), int(reset)


class RateLimit(BaseThrottle):
    """Base of the limits: a subclass names its line in ``settings.RATE_LIMITS``.

    Each line is ``name: (how many, per seconds)``. Signed-in people are counted by their id,
    others by address, in IPv6 by the /64 that each customer has. The decision stays on the request;
    ``PlazaView`` writes the headers.
    """

    name = ""

    def allow_request(self, request: Request, view: APIView) -> bool:
        limit, seconds = settings.RATE_LIMITS[self.name]
        self.decision = count_one(
            name=self.name, identity=self.identity(request), limit=limit, seconds=seconds
        )
        seen: Any = request  # where the view finds it again, to write the headers
        seen.rate_decision = self.decision
        return self.decision.allowed

    def identity(self, request: Request) -> str:
        """Return who is counted."""
        if request.user.is_authenticated:
            return str(request.user.pk)
        return subscriber(current_request().ip)

    def wait(self) -> float | None:
        return float(self.decision.reset_seconds)


def rate_headers(decision: Any) -> dict[str, str]:
    """Return the RateLimit headers (IETF httpapi draft) of ``decision``."""
    return {
        "RateLimit-Policy": f'"default";q={decision.limit};w={decision.window_seconds}',
        "RateLimit": f'"default";r={decision.remaining};t={decision.reset_seconds}',
    }
