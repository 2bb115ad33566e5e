"""The catalogue's periodic tasks. Thin: the work is in the services."""

import logging
from typing import Any

from celery import shared_task

from .search.errors import SearchOff, SearchUnavailable
from .services import indexing

logger = logging.getLogger("plaza.search")


@shared_task(name="catalog.repair_search_index")
def repair_search_index(**_ignored: Any) -> None:
    """Compare the index with the database and mend it; safe to miss and to repeat."""
    try:
        drift = indexing.find_drift()
        repaired = indexing.repair(drift)
    except SearchOff:
        return
    except SearchUnavailable:
        logger.warning("The search index cannot be checked now; the next run will")
        return
    logger.info("Search index checked", extra={"repaired": repaired})
