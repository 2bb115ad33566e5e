"""Finding products by words and by meaning. The indexes propose, the database decides.

At most three statements beside the call to the embedder: the candidates, the candidates of a
corrected query when there were none, and the page of cards.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from ..search import embedder
from ..search.errors import SearchOff, SearchUnavailable
from .cards import cards
from .filters import Filters
from .visibility import JOINS, VISIBLE

MAX_MATCHES = 500
# Of products with only some of the words of a corrected query.
MAX_PARTIAL = 100
MAX_NEAREST = 60
# Cosine distance beyond which a neighbour has nothing to do with the query.
MAX_DISTANCE = 0.7
MAX_WORDS = 8

# Reciprocal rank fusion: how much each list weighs, and how slowly a place loses worth.
RANK_CONSTANT = 60
WORDS_WEIGHT, MEANING_WEIGHT, SKU_WEIGHT = 1.0, 0.5, 100.0

_QUERY = "websearch_to_tsquery('plaza_spanish', %(query)s)"

# Three sources, asked in one statement; those that cannot answer are left out of it.
_BY_SKU = """
SELECT 'sku', p.id FROM catalog_variant v
JOIN catalog_product p ON p.id = v.product_id {joins}
WHERE upper(v.sku) = upper(%(query)s) AND v.is_active AND {visible}{wishes}
"""
_BY_WORDS = """
(SELECT 'words', id FROM (
    SELECT p.id, p.search_vector, p.sold_count FROM catalog_product p {joins}
    WHERE p.search_vector @@ {query} AND {visible}{wishes}
    LIMIT %(max_matches)s
 ) matched
 ORDER BY ts_rank(search_vector, {query}) DESC, sold_count DESC, id)
"""
_BY_MEANING = """
SELECT 'meaning', p.id FROM catalog_product p {joins}
WHERE p.id = ANY(%(nearest)s::uuid[]) AND {visible}{wishes}
"""

# Each unknown word becomes the most similar known one: by trigrams, or beginning alike, which
# finds swapped letters. Products with all the words come before those with some.
_CORRECTED = """
WITH known AS MATERIALIZED (
    SELECT coalesce(
        (SELECT w.word FROM catalog_searchword w WHERE w.word = a.word),
        (SELECT near.word FROM (
            SELECT w.word FROM catalog_searchword w WHERE w.word %% a.word
            UNION
            SELECT w.word FROM catalog_searchword w
            WHERE w.word ~>=~ left(a.word, 1) AND w.word ~<~ (left(a.word, 1) || '~')
                AND abs(length(w.word) - length(a.word)) <= 2
         ) near
         WHERE similarity(near.word, a.word) >= 0.2
         ORDER BY similarity(near.word, a.word) DESC, near.word LIMIT 1)
    ) AS word
    FROM unnest(%(words)s::text[]) AS a (word)
    WHERE to_tsvector('plaza_spanish', a.word) <> ''::tsvector
), corrected AS MATERIALIZED (
    SELECT to_tsquery('plaza_spanish', string_agg(word, ' & ')) AS every_word,
        to_tsquery('plaza_spanish', string_agg(word, ' | ')) AS any_word
    FROM known WHERE word IS NOT NULL
), matched AS (
    (SELECT p.id, p.search_vector, p.sold_count, true AS has_all
     FROM corrected CROSS JOIN catalog_product p {joins}
     WHERE p.search_vector @@ corrected.every_word AND {visible}{wishes}
     LIMIT %(max_matches)s)
    UNION ALL
    (SELECT p.id, p.search_vector, p.sold_count, false
     FROM corrected CROSS JOIN catalog_product p {joins}
     WHERE p.search_vector @@ corrected.any_word
        AND NOT p.search_vector @@ corrected.every_word AND {visible}{wishes}
     LIMIT %(max_partial)s)
)
SELECT id FROM matched CROSS JOIN corrected
ORDER BY has_all DESC, ts_rank(search_vector, any_word) DESC, sold_count DESC, id
"""


class SearchMode(StrEnum):
    """By the letters, by the meaning, or by both."""

    TEXT = "text"
    SEMANTIC = "semantic"
    HYBRID = "hybrid"


@dataclass(frozen=True, kw_only=True)
class Found:
    """Visible products in order of relevance; cards are read when a page is taken.

    ``mode`` is what was really done; ``degraded`` says that meaning was wanted and not to be had.
    """

    product_ids: list[UUID]
    mode: SearchMode
    degraded: bool

    def count(self) -> int:
        """Return how many were found; candidates are capped, so this is at most some hundreds."""
        return len(self.product_ids)

    def __getitem__(self, page: slice) -> list[dict[str, Any]]:
        """Return one page's cards; one statement."""
        return cards(self.product_ids[page])


def search_products(*, query: str, mode: SearchMode, filters: Filters) -> Found:
    """Return what ``query`` (2 to 100 characters) finds: an exact SKU first, then by relevance.

    Without embedder or Chroma it goes by words alone and says so. Waits for them at most 150 ms.
    """
    nearest = _nearest(query) if mode != SearchMode.TEXT else []
    degraded = nearest is None
    used = SearchMode.TEXT if nearest is None else mode
    by_source = _candidates(query, nearest or [], filters)
    order = {UUID(pk): place for place, pk in enumerate(nearest or [])}
    by_meaning = sorted(by_source["meaning"], key=lambda pk: order[pk])
    ranked: list[tuple[float, Sequence[UUID]]] = [(MEANING_WEIGHT, by_meaning)]
    if used != SearchMode.SEMANTIC:
        by_sku, by_words = by_source["sku"], by_source["words"]
        if not by_sku and not by_words:
            by_words = _corrected(query, filters)
        ranked = [(WORDS_WEIGHT, by_words), (SKU_WEIGHT, by_sku), *ranked]
    return Found(product_ids=fuse(ranked), mode=used, degraded=degraded)


def fuse(lists: Sequence[tuple[float, Sequence[UUID]]]) -> list[UUID]:
    """Merge ranked lists by weighted reciprocal rank; equal worth keeps the first list's order."""
    worth: dict[UUID, float] = defaultdict(float)
    for weight, ranked in lists:
        for place, pk in enumerate(ranked, start=1):
            worth[pk] += weight / (RANK_CONSTANT + place)
    return sorted(worth, key=lambda pk: -worth[pk])


def plain_words(query: str) -> list[str]:
    """Return up to eight words of ``query`` in small letters without accents, as they are kept."""
    letters = unicodedata.normalize("NFKD", query.lower()).encode("ascii", "ignore").decode()
    return [word for word in re.findall(r"[a-z]+", letters) if 3 <= len(word) <= 40][:MAX_WORDS]


def _nearest(query: str) -> list[str] | None:
    """Return product ids by meaning, nearest first; None where meaning is not to be had."""
    try:
        found = embedder.nearest(text=query, limit=MAX_NEAREST)
    except (SearchOff, SearchUnavailable):
        return None
    return [each.product_id for each in found if each.distance <= MAX_DISTANCE]


def _candidates(query: str, nearest: Sequence[str], filters: Filters) -> dict[str, list[UUID]]:
    # A dictionary keeps order and drops what comes twice: two variants may share a SKU's letters.
    by_source: dict[str, dict[UUID, None]] = {"sku": {}, "words": {}, "meaning": {}}
    sources = [_BY_WORDS, _BY_SKU, *([_BY_MEANING] if nearest else [])]
    params = {"query": query, "nearest": list(nearest)}
    for source, pk in _rows(" UNION ALL ".join(sources), filters, params):
        by_source[source][pk] = None
    return {source: list(found) for source, found in by_source.items()}


def _corrected(query: str, filters: Filters) -> list[UUID]:
    words = plain_words(query)
    return [pk for (pk,) in _rows(_CORRECTED, filters, {"words": words})] if words else []


def _rows(statement: str, filters: Filters, params: dict[str, Any]) -> list[tuple]:
    wishes, wished = filters.sql()
    sql = statement.format(joins=JOINS, visible=VISIBLE, wishes=wishes, query=_QUERY)
    with connection.cursor() as cursor:
        cursor.execute(
            sql, {**params, **wished, "max_matches": MAX_MATCHES, "max_partial": MAX_PARTIAL}
        )
        return cursor.fetchall()
