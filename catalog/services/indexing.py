"""Bringing the search index to what the database says now.

The message only says that something changed. The job reads the product as it is, under a lock of
its own, and compares versions, so late and doubled jobs cannot put an old text over a new one.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from ..search import embedder
from ..search.errors import SearchOff, SearchUnavailable
from ..search.vectors import VectorIndex, vector_index
from ..selectors.searchable import searchable_texts, searchable_versions

logger = logging.getLogger("plaza.search")

BATCH = 32

# In order of the word: two jobs with the same words wait for each other and never in a circle.
_LEARN = """
INSERT INTO catalog_searchword (word)
SELECT DISTINCT word FROM catalog_product p
JOIN catalog_category c ON c.id = p.category_id
LEFT JOIN catalog_brand b ON b.id = p.brand_id
CROSS JOIN unnest(tsvector_to_array(
    to_tsvector('plaza_words', concat_ws(' ', p.name, b.name, c.name)))) word
WHERE p.id = ANY(%s) AND word ~ '^[a-z]{3,40}$'
ORDER BY word
ON CONFLICT (word) DO NOTHING
"""


@dataclass(kw_only=True)
class Drift:
    """What the index and the database disagree about, as product ids."""

    missing: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.outdated or self.surplus)


def index_product(*, product_id: UUID) -> str:
    """Bring one product's words and vector up to date and say what was done.

    Returns:
        ``written``, ``removed`` (no longer visible), ``current`` (nothing to do) or ``off``
        (search by meaning is switched off or has no model: ``check_search_index --fix`` catches
        up once it is on).

    Raises:
        SearchUnavailable: the embedder or Chroma does not answer; the message tries again.
        IndexMismatch: the collection holds vectors of another model.

    Holds a lock of the product, outside any transaction, while it speaks to both.
    """
    texts = searchable_texts(product_ids=[product_id])
    if texts:
        learn_words(product_ids=[product_id])
    try:
        with _only_job_of(product_id):
            return _bring_up_to_date(str(product_id))
    except SearchOff:
        return "off"


def _bring_up_to_date(product_id: str) -> str:
    index = _index()
    text = next(iter(searchable_texts(product_ids=[UUID(product_id)])), None)
    known = index.versions([product_id]).get(product_id)
    if text is None:
        index.remove([product_id] if known is not None else [])
        return "removed"
    if known is not None and known >= text.version:
        return "current"
    index.put([text], embedder.embed(texts=[text.text]).vectors)
    return "written"


def learn_words(*, product_ids: Sequence[UUID]) -> None:
    """Add the words of these products to those that misspelt queries are corrected to."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, [list(product_ids)])


def find_drift() -> Drift:
    """Compare the ids and versions of all visible products with those of the index, both ways.

    Raises:
        SearchOff: switched off by configuration, or no model.
        SearchUnavailable: the embedder or Chroma does not answer.
    """
    wanted, indexed = searchable_versions(), _index().versions()
    return Drift(
        missing=sorted(wanted.keys() - indexed.keys()),
        outdated=sorted(pk for pk in wanted.keys() & indexed.keys() if indexed[pk] < wanted[pk]),
        surplus=sorted(indexed.keys() - wanted.keys()),
    )


def repair(drift: Drift) -> int:
    """Write what is missing or outdated and remove what is surplus; return how many products.

    Raises:
        SearchOff, SearchUnavailable: see ``find_drift``; what was done stays.

    Reads the products now, so a second call finds them current.
    """
    index = _index()
    for batch in _batches(drift.surplus):
        visible = {text.product_id for text in searchable_texts(product_ids=_ids(batch))}
        index.remove([pk for pk in batch if pk not in visible])
    return len(drift.surplus) + sum(
        _write(index, batch) for batch in _batches([*drift.missing, *drift.outdated])
    )


def reindex_all() -> Iterator[int]:
    """Write every visible product anew, in batches; yield how many are done after each.

    Raises:
        SearchOff, SearchUnavailable: see ``find_drift``; what was done stays.
    """
    index, done = _index(), 0
    wanted = sorted(searchable_versions())
    index.remove(sorted(index.versions().keys() - set(wanted)))
    for batch in _batches(wanted):
        done += _write(index, batch)
        yield done


def _write(index: VectorIndex, product_ids: Sequence[str]) -> int:
    learn_words(product_ids=_ids(product_ids))
    texts = searchable_texts(product_ids=_ids(product_ids))
    if texts:
        index.put(texts, embedder.embed(texts=[text.text for text in texts]).vectors)
    return len(texts)


def _index() -> VectorIndex:
    state = embedder.health()
    if state.get("status") == "lexical_only":
        raise SearchOff
    if state.get("status") != "ready":
        raise SearchUnavailable("the model is loading")
    return vector_index(model=state["model"], dimension=state["dimension"])


def _batches(product_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(product_ids), BATCH):
        yield product_ids[start : start + BATCH]


def _ids(product_ids: Iterable[str]) -> list[UUID]:
    return [UUID(pk) for pk in product_ids]


@contextmanager
def _only_job_of(product_id: UUID) -> Iterator[None]:
    """Hold a lock that belongs to the connection, not to a transaction, for the network's sake."""
    key = [f"index:{product_id}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)
