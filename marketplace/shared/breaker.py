"""Rests for engines that do not answer, so that not every request waits for them again."""

import logging
import time

from redis import exceptions
from redis.connection import Connection

logger = logging.getLogger("plaza.engines")


class Breaker:
    """Remembers, for this process, that an engine failed a moment ago."""

    def __init__(self, engine: str, *, rest_seconds: float) -> None:
        self._engine = engine
        self._rest_seconds = rest_seconds
        self._rests_until = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether the engine is left in peace for now."""
        return time.monotonic() < self._rests_until

    def trip(self) -> None:
        """Note a failure: the engine is left in peace for the next seconds."""
        if not self.is_open:
            logger.warning("Engine does not answer", extra={"engine": self._engine})
        self._rests_until = time.monotonic() + self._rest_seconds

    def reset(self) -> None:
        """Forget the failure."""
        self._rests_until = 0.0


redis_breaker = Breaker("redis", rest_seconds=3.0)
broker_breaker = Breaker("broker", rest_seconds=3.0)


class RestingConnection(Connection):
    """A connection to Redis that is refused at once while Redis rests.

    The cache and the rate limits use it: a hung Redis costs one timeout in a while and process,
    not one in every request.
    """

    def connect(self) -> None:
        """Open the connection.

        Raises:
            ConnectionError: Redis rests, or does not answer now.
        """
        if redis_breaker.is_open:
            raise exceptions.ConnectionError("Redis rests after a failure")
        try:
            super().connect()
        except (exceptions.ConnectionError, exceptions.TimeoutError):
            redis_breaker.trip()
            raise

    def read_response(self, *args: object, **kwargs: object) -> object:
        """Return the answer of Redis; a lost one opens the breaker."""
        try:
            return super().read_response(*args, **kwargs)
        except (exceptions.ConnectionError, exceptions.TimeoutError):
            redis_breaker.trip()
            raise
