"""What was found a moment ago: many people ask for the same words at the same time."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Found = TypeVar("Found")

# A changed product must be found by its new words within two seconds.
KEPT_SECONDS = 1.0
MOST = 1_000


class Recent(Generic[Found]):
    """Keeps answers for a second. Threads may share it; two that miss at once both ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, int], tuple[float, Found]] = {}

    def get(self, text: str, limit: int, *, ask: Callable[[], Found]) -> Found:
        """Return what was found for ``text`` within the last second, else what ``ask`` finds."""
        key = (text, limit)
        with self._lock:
            end, found = self._kept.get(key, (0.0, None))
        if found is not None and end > self._clock():
            return found
        fresh = ask()
        with self._lock:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = (self._clock() + KEPT_SECONDS, fresh)
        return fresh
