"""``manage.py stopstack``: stops the stack that runs with this data folder."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.runner.stopstack import stop_stack


class Command(BaseCommand):
    """Started by ``make stop``; returns when the stack has stopped."""

    help = "Stop the running stack and wait for its end."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove-data", action="store_true", help="then remove the data folder as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(stop_stack(environment=os.environ, remove_data=options["remove_data"]))
