"""How a line of the table is written."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from .audiences import EVERYBODY, Audience

DONE = frozenset({200, 201, 202, 204})


@dataclass(frozen=True)
class About:
    """A kind of thing of the world, and who finds it; for the others it does not exist."""

    kind: str
    reach: Set[str] = EVERYBODY


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is expected of one operation.

    Attributes:
        audience: who is let through.
        about: the things whose id is in the path, or in the body; none where there is no id.
        body: what is sent; a function makes it from the thing's id.
        picture: a picture goes along, so the body is a form.
        answers: what those get who are let through and find the thing.
        absent: what somebody gets who does not find it, where it is not 404.
        missing: what everybody gets where there is no such thing.
    """

    audience: Audience
    about: tuple[About, ...] = ()
    body: dict[str, Any] | Callable[[Any], dict[str, Any]] | None = None
    picture: bool = False
    answers: Set[int] = DONE
    absent: Mapping[str, int] = field(default_factory=dict)
    missing: int = 404

    def body_for(self, thing: Any) -> dict[str, Any] | None:
        """Return what to send about this thing."""
        return self.body(thing) if callable(self.body) else self.body


Table = dict[tuple[str, str], Line]


def each(audience: Audience, *operations: str, **rest: Any) -> Table:
    """Return the same line for several operations such as ``"GET auth/me"``."""
    table: Table = {}
    for operation in operations:
        method, _, route = operation.partition(" ")
        table[method, route] = Line(audience=audience, **rest)
    return table
