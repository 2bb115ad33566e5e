"""Runs the embedder's server until it is told to stop: ``python -m catalog.search``.

It needs the settings alone, not the applications, whose loading would only delay the model.
"""

import logging.config
import signal
import threading
from collections.abc import Callable

from django.conf import settings

from .model import Model
from .server import EmbedderServer


def serve(*, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Listen at once, load the model meanwhile, and serve until SIGINT or SIGTERM.

    Raises:
        OSError: the port is taken.
    """
    server = EmbedderServer((host, port), Model())
    for number in (signal.SIGINT, signal.SIGTERM):
        # shutdown() waits for the loop that this very thread runs, so another one calls it.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    server.load_in_background()
    tell(f"Embedder listens at http://{host}:{server.server_address[1]}")
    server.serve_forever(poll_interval=0.2)
    server.server_close()


def configure_logging() -> None:
    """Log like every other process, without loading the applications."""
    logging.config.dictConfig(settings.LOGGING)
