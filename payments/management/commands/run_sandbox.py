"""``manage.py run_sandbox``: the local double of the payment gateways."""

import os
import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

DEFAULT_PORT = 8001


class Command(BaseCommand):
    """Becomes the sandbox's own process, which has other settings and none of our apps."""

    help = "Sirve la pasarela de pruebas (Wompi) con su propio libro en PLAZA_HOME/sandbox."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=None)
        parser.add_argument(
            "--url", default="", help="Cómo la ven los navegadores; por omisión, host y puerto."
        )

    def handle(self, *, host: str, port: int | None, url: str, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("La pasarela de pruebas no arranca con DEBUG=False.")
        port = port or urlsplit(settings.SANDBOX_URL).port or DEFAULT_PORT
        url = (url or f"http://{host}:{port}").rstrip("/")
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.sandbox",
            "PLAZA_HOME": str(settings.PLAZA_HOME),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        command = [sys.executable, "-m", "payments.sandbox", f"--host={host}", f"--port={port}"]
        os.execve(sys.executable, [*command, f"--url={url}"], environment)
