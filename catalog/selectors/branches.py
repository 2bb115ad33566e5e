"""The tree of categories in this process's memory: which shelves belong to a branch.

Only who belongs to whom is kept, for a few seconds; whether a shelf is visible, the statement
that lists its products asks the database.
"""

import threading
import time
from collections.abc import Sequence
from uuid import UUID

from ..models import Category

SECONDS = 5.0

_lock = threading.Lock()
_branches: dict[str, list[UUID]] = {}
_good_until = 0.0


def branch_ids(reference: str) -> Sequence[UUID]:
    """Return the ids of a category, given by slug or id, and of all below it; none if unknown.

    No statement while the memory is fresh, else one. The services forget the tree with each
    change; other processes see it within five seconds.
    """
    global _branches, _good_until
    with _lock:
        if time.monotonic() >= _good_until:
            _branches = _read()
            _good_until = time.monotonic() + SECONDS
        return _branches.get(reference.lower(), [])


def forget_branches() -> None:
    """Let the next list read the tree again."""
    global _good_until
    with _lock:
        _good_until = 0.0


def _read() -> dict[str, list[UUID]]:
    rows = list(Category.objects.order_by("path").values_list("id", "slug", "path"))
    branches: dict[str, list[UUID]] = {slug: [] for _, slug, _ in rows}
    for pk, _, path in rows:
        for slug in path.strip("/").split("/"):
            branches[slug].append(pk)
    return branches | {str(pk): branches[slug] for pk, slug, _ in rows}
