"""``manage.py check_search_index``: does the search index hold what the database says?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.search.errors import IndexMismatch, SearchOff, SearchUnavailable
from catalog.services.indexing import find_drift, repair


class Command(BaseCommand):
    """Compares ids and versions in both directions; exit code 1 when they differ."""

    help = "Compara el índice de búsqueda con la base de datos; con --fix lo repara."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="repair what differs")

    def handle(self, *, fix: bool, **options: Any) -> None:
        try:
            drift = find_drift()
            for kind in ("missing", "outdated", "surplus"):
                self.stdout.write(f"{kind}: {len(getattr(drift, kind))}")
            if drift and fix:
                self.stdout.write(f"repaired: {repair(drift)}")
        except SearchOff as error:
            raise CommandError("Set CHROMA_URL and EMBEDDER_URL, and a model on disk.") from error
        except (SearchUnavailable, IndexMismatch) as error:
            raise CommandError(str(error)) from error
        if drift and not fix:
            raise CommandError("The index differs; run it with --fix.")
