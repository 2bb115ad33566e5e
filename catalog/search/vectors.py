"""The vectors in Chroma. Only embedder, index jobs and commands come here, no web worker."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from marketplace.shared.http import OutgoingClient

from .errors import IndexMismatch, SearchOff, SearchUnavailable
from .recipe import SearchText, collection_metadata, collection_name

TIMEOUT = 1.0
WRITE_TIMEOUT = 10.0
PAGE = 1_000

_indexes: dict[tuple[str, str, int], "VectorIndex"] = {}
_opening = threading.Lock()


class VectorIndex:
    """The collection of one model. Keeps its connections; threads share it."""

    def __init__(self, *, url: str, model: str, dimension: int) -> None:
        self._url = url
        self._model = model
        self._dimension = dimension

    @cached_property
    def _collection(self) -> Any:
        """Open the collection, or make it.

        Raises:
            SearchUnavailable: Chroma does not answer.
            IndexMismatch: the collection says it holds something else.
        """
        _knock(self._url)
        # Slow import: 1.7 s and 80 MB, which web workers never pay.
        import chromadb
        import httpx
        from chromadb.config import Settings

        parts = urlsplit(self._url)
        with _unavailable_when_broken():
            client: Any = chromadb.HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                settings=Settings(anonymized_telemetry=False),
            )
            # The library waits for ever by itself, and offers no setting.
            client._server._session.timeout = httpx.Timeout(WRITE_TIMEOUT, connect=TIMEOUT)
            collection = client.get_or_create_collection(
                collection_name(self._model),
                configuration={"hnsw": {"space": "cosine"}},
                metadata=collection_metadata(model=self._model, dimension=self._dimension),
                embedding_function=None,
            )
        expected = collection_metadata(model=self._model, dimension=self._dimension)
        told = {name: (collection.metadata or {}).get(name) for name in expected}
        if told != expected:
            raise IndexMismatch(f"{collection.name} holds {told}, not {expected}")
        return collection

    def versions(self, product_ids: Sequence[str] | None = None) -> dict[str, int]:
        """Return the version of each indexed product, of all when no ids are given."""
        if product_ids is not None:
            with _unavailable_when_broken():
                return _versions(self._collection.get(ids=list(product_ids), include=["metadatas"]))
        return {pk: version for page in self._pages() for pk, version in page.items()}

    def _pages(self) -> Iterator[dict[str, int]]:
        for offset in range(0, 10_000_000, PAGE):
            with _unavailable_when_broken():
                page = self._collection.get(limit=PAGE, offset=offset, include=["metadatas"])
            if not page["ids"]:
                return
            yield _versions(page)

    def put(self, texts: Sequence[SearchText], vectors: Sequence[Sequence[float]]) -> None:
        """Write the products' vectors and versions over what was there."""
        with _unavailable_when_broken():
            self._collection.upsert(
                ids=[text.product_id for text in texts],
                embeddings=[list(vector) for vector in vectors],
                metadatas=[{"version": text.version} for text in texts],
            )

    def remove(self, product_ids: Sequence[str]) -> None:
        """Take products out; unknown ones are no error."""
        if product_ids:
            with _unavailable_when_broken():
                self._collection.delete(ids=list(product_ids))

    def nearest(self, vector: Sequence[float], *, limit: int) -> list[tuple[str, float]]:
        """Return ids and cosine distances of the nearest products, nearest first."""
        with _unavailable_when_broken():
            answer = self._collection.query(
                query_embeddings=[list(vector)], n_results=limit, include=["distances"]
            )
        return list(zip(answer["ids"][0], answer["distances"][0], strict=True))


def vector_index(*, model: str, dimension: int) -> VectorIndex:
    """Return this process's index for ``model``.

    Raises:
        SearchOff: no Chroma is configured.
    """
    if not settings.CHROMA_URL:
        raise SearchOff
    use = (settings.CHROMA_URL, collection_name(model), dimension)
    with _opening:
        if use not in _indexes:
            _indexes[use] = VectorIndex(url=settings.CHROMA_URL, model=model, dimension=dimension)
        return _indexes[use]


def forget_indexes() -> None:
    """Let the next call look its collection up again: it may have been made anew."""
    with _opening:
        _indexes.clear()


def _versions(page: Any) -> dict[str, int]:
    return {
        pk: int((metadata or {}).get("version", 0))
        for pk, metadata in zip(page["ids"], page["metadatas"], strict=True)
    }


def _knock(url: str) -> None:
    """Ask for a sign of life, with a time limit, before the library waits without one."""
    client = OutgoingClient(url, connect_timeout=TIMEOUT, read_timeout=TIMEOUT)
    try:
        status = client.request("GET", "/api/v2/heartbeat").status_code
    except requests.RequestException as error:
        raise SearchUnavailable(f"Chroma: {type(error).__name__}") from error
    if status != requests.codes.ok:
        raise SearchUnavailable(f"Chroma: HTTP {status}")


@contextmanager
def _unavailable_when_broken() -> Iterator[None]:
    """Turn what the library raises about the network into ``SearchUnavailable``."""
    # Slow import: the libraries are loaded by whoever got here.
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (httpx.HTTPError, ChromaError, ConnectionError) as error:
        forget_indexes()
        raise SearchUnavailable(f"Chroma: {type(error).__name__}") from error
