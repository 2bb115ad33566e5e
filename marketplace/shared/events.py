"""Events tell that something happened; handlers of any app above may subscribe to them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from uuid import UUID

Handler = Callable[[dict[str, Any]], None]


class TryLater(Exception):
    """What a handler needs does not answer yet: its message is put off without an alarm."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, in the past tense, with ids only."""

    name: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        """Return the fields as JSON-ready values; ids become texts."""
        return {
            name: str(value) if isinstance(value, UUID) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A handler, the name it is stored under, and the Celery queue it runs in."""

    name: str
    handler: Handler
    queue: str


_by_event: dict[str, list[Subscription]] = {}
_by_name: dict[str, Subscription] = {}


def subscribe(event: type[Event], *, queue: str = "default") -> Callable[[Handler], Handler]:
    """Let the decorated function handle ``event``: later, in a task, at least once.

    The handler gets the payload, runs outside any transaction, and must be safe to run twice.
    Its module path is its stored name: renaming one loses the messages that wait for it.

    Raises:
        ValueError: two handlers have the same name.
    """

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__name__}"
        if name in _by_name:
            raise ValueError(f"{name} subscribes twice; an event each needs a function each")
        subscription = Subscription(name=name, handler=handler, queue=queue)
        _by_event.setdefault(event.name, []).append(subscription)
        _by_name[name] = subscription
        return handler

    return register


def subscriptions(event_name: str) -> list[Subscription]:
    """Return who wants to hear of ``event_name``."""
    return _by_event.get(event_name, [])


def subscription(handler_name: str) -> Subscription | None:
    """Return the handler stored under this name; None when the code no longer has it."""
    return _by_name.get(handler_name)


def handlers_of(queue: str) -> list[str]:
    """Return the stored names of the handlers that run in ``queue``."""
    return [name for name, known in _by_name.items() if known.queue == queue]
