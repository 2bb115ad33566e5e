"""Leaves a broken neighbour in peace for a while, so that nobody waits for it."""

import threading
import time


class Breaker:
    """Opens after ``failures`` in a row and stays open for ``rest_seconds``.

    Afterwards one caller may try; the others are refused until that one has succeeded.
    Safe to share between threads.
    """

    def __init__(self, *, failures: int, rest_seconds: float) -> None:
        self._limit = failures
        self._rest = rest_seconds
        self._lock = threading.Lock()
        self._failed = 0
        self._open_until = 0.0

    def allows(self) -> bool:
        """Tell whether a call may be tried now."""
        with self._lock:
            if self._failed < self._limit:
                return True
            now = time.monotonic()
            if now < self._open_until:
                return False
            self._open_until = now + self._rest
            return True

    def succeeded(self) -> None:
        """Close the breaker."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Count a failure; the last allowed one opens the breaker."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._limit:
                self._open_until = time.monotonic() + self._rest

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._failed, self._open_until = 0, 0.0
