"""The client of the embedder process, used by web workers and Celery; imports no model."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings

from marketplace.shared.breaker import Breaker
from marketplace.shared.http import OutgoingClient

from .errors import SearchOff, SearchUnavailable

# Seconds. A buyer's search waits for meaning no longer than this; an index job may.
CONNECT = 0.05
NEAREST_READ = 0.15
EMBED_READ = 30.0

_connections = threading.local()
breaker = Breaker("embedder", rest_seconds=3.0)


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """A product near a query; ``distance`` is cosine distance, 0 is the same."""

    product_id: str
    distance: float


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """Vectors of texts, in their order, and the model that made them."""

    model: str
    dimension: int
    vectors: list[list[float]]


def is_on() -> bool:
    """Tell whether search by meaning is configured at all."""
    return bool(settings.EMBEDDER_URL and settings.CHROMA_URL)


def nearest(*, text: str, limit: int) -> list[Neighbour]:
    """Return the products whose meaning is nearest to ``text``, nearest first.

    Raises:
        SearchOff: not configured.
        SearchUnavailable: no answer within 150 ms, not ready, or it failed a moment ago.
    """
    if not is_on():
        raise SearchOff
    if breaker.is_open:
        raise SearchUnavailable("resting")
    try:
        answer = _post("/nearest", {"text": text, "limit": limit}, read_timeout=NEAREST_READ)
        found = [
            Neighbour(product_id=str(row["id"]), distance=float(row["distance"]))
            for row in answer["results"]
        ]
    except (SearchUnavailable, KeyError, TypeError, ValueError) as error:
        breaker.trip()
        raise SearchUnavailable(str(error)) from error
    return found


def embed(*, texts: Sequence[str]) -> Embedded:
    """Return the vectors of product texts.

    Raises:
        SearchOff: not configured, or the embedder has no model.
        SearchUnavailable: no answer within 30 s, or the model is still loading.
    """
    if not is_on():
        raise SearchOff
    answer = _post("/embed", {"texts": list(texts)}, read_timeout=EMBED_READ)
    return Embedded(model=answer["model"], dimension=answer["dimension"], vectors=answer["vectors"])


def health() -> dict[str, Any]:
    """Return what the embedder says of itself: ``status``, ``model``, ``dimension``.

    Raises:
        SearchOff: not configured.
        SearchUnavailable: no answer.
    """
    if not is_on():
        raise SearchOff
    return _ask("GET", "/health", None, read_timeout=2.0)


def _post(path: str, body: dict[str, Any], *, read_timeout: float) -> dict[str, Any]:
    return _ask("POST", path, body, read_timeout=read_timeout)


def _ask(
    method: str, path: str, body: dict[str, Any] | None, *, read_timeout: float
) -> dict[str, Any]:
    try:
        response = _client(read_timeout).request(method, path, json=body)
        answer = response.json()
    except requests.RequestException as error:
        raise SearchUnavailable(type(error).__name__) from error
    if isinstance(answer, dict) and answer.get("status") == "lexical_only" and method == "POST":
        raise SearchOff
    if response.status_code != requests.codes.ok or not isinstance(answer, dict):
        raise SearchUnavailable(f"HTTP {response.status_code}")
    return answer


def _client(read_timeout: float) -> OutgoingClient:
    """Return this thread's client for the present address and ``read_timeout``."""
    clients: dict[tuple[str, float], OutgoingClient]
    clients = _connections.__dict__.setdefault("by_use", {})
    use = (settings.EMBEDDER_URL, read_timeout)
    if use not in clients:
        clients[use] = OutgoingClient(
            settings.EMBEDDER_URL, connect_timeout=CONNECT, read_timeout=read_timeout
        )
    return clients[use]
