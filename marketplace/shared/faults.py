"""Named places where a test may break the program; in production they do nothing."""

from collections.abc import Callable

_armed: dict[str, Callable[[], None]] = {}


def fault_point(name: str) -> None:
    """Do what a test has armed under ``name``: raise, wait, or end the process."""
    if _armed:
        action = _armed.get(name)
        if action is not None:
            action()


def arm(name: str, action: Callable[[], None]) -> None:
    """Let ``fault_point(name)`` call ``action`` from now on (tests only)."""
    _armed[name] = action


def disarm() -> None:
    """Heal every fault point."""
    _armed.clear()
