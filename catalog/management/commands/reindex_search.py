"""``manage.py reindex_search``: write every visible product into the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.search.errors import IndexMismatch, SearchOff, SearchUnavailable
from catalog.services.indexing import reindex_all


class Command(BaseCommand):
    """Can be run at any time and any number of times; search goes on meanwhile."""

    help = "Vuelve a escribir el índice de búsqueda por significado."

    def handle(self, **options: Any) -> None:
        done = 0
        try:
            for done in reindex_all():
                self.stdout.write(f"{done} products", ending="\r")
        except SearchOff as error:
            raise CommandError("Set CHROMA_URL and EMBEDDER_URL, and a model on disk.") from error
        except (SearchUnavailable, IndexMismatch) as error:
            raise CommandError(f"{error}; {done} products were written.") from error
        self.stdout.write(f"{done} products indexed")
