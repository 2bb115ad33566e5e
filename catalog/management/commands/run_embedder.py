"""``manage.py run_embedder``: the process that holds the sentence model."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.search.model import Model
from catalog.search.server import EmbedderServer


class Command(BaseCommand):
    """Serves until SIGINT or SIGTERM. Needs neither PostgreSQL nor Redis."""

    help = "Sirve el modelo de búsqueda por significado a los demás procesos."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        try:
            server = EmbedderServer((host, port), Model())
        except OSError as error:
            raise CommandError(f"{host}:{port}: {error.strerror}") from error
        for number in (signal.SIGINT, signal.SIGTERM):
            # shutdown() waits for the loop that this very thread runs, so another one calls it.
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        server.load_in_background()
        self.stdout.write(f"Embedder listens at http://{host}:{server.server_address[1]}")
        server.serve_forever(poll_interval=0.2)
        server.server_close()
