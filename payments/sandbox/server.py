"""The sandbox's process: gunicorn with one worker of many threads, so that some may hang."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from . import book
from .sender import Clock

# Slow answers and time-outs each hold one.
THREADS = 64


class SandboxServer(BaseApplication):
    """gunicorn, configured from here instead of a command line."""

    def __init__(self, *, host: str, port: int, url: str) -> None:
        self._address = f"{host}:{port}"
        self._url = url
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._address,
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "graceful_timeout": 2,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "plaza-sandbox",
            "when_ready": self._say_ready,
            "post_worker_init": _start_clock,
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def _say_ready(self, arbiter: Arbiter) -> None:
        sys.stdout.write(f"La pasarela de pruebas sirve en {self._url}\n")
        sys.stdout.flush()

    def load(self) -> Any:
        return get_wsgi_application()


def serve(*, host: str, port: int, url: str) -> None:
    """Serve until a signal ends it.

    Args:
        url: how browsers and the shop reach this server.

    Raises:
        ImproperlyConfigured: ``DEBUG`` is off; there is no sandbox in production.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.sandbox")
    if not settings.DEBUG:
        raise ImproperlyConfigured("The gateway sandbox does not run with DEBUG=False.")
    settings.SANDBOX_URL = url
    book.prepare()
    SandboxServer(host=host, port=port, url=url).run()


def _start_clock(worker: Worker) -> None:
    Clock().start()
