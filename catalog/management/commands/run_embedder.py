"""``manage.py run_embedder``: the process that holds the sentence model."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.search.serve import serve


class Command(BaseCommand):
    """Serves until SIGINT or SIGTERM. Needs neither PostgreSQL nor Redis."""

    help = "Sirve el modelo de búsqueda por significado a los demás procesos."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        try:
            serve(host=host, port=port, tell=self.stdout.write)
        except OSError as error:
            raise CommandError(f"{host}:{port}: {error.strerror}") from error
