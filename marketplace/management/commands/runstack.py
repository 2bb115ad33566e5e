"""``manage.py runstack``: the whole stack on this machine, under one supervisor."""

import os
import sys
from argparse import REMAINDER
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.runner.runstack import run_stack
from marketplace.runner.stack import Wishes


class Command(BaseCommand):
    """Started by ``make run``; ``docs/running.md`` tells about data, exit codes and engines."""

    help = "Start PostgreSQL, Valkey, Chroma, the web, workers and the gateway sandbox."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--engines-only", action="store_true", help="only what tests need: no web, no workers"
        )
        parser.add_argument("--no-seed", action="store_true", help="do not fill the demo")
        parser.add_argument(
            "--no-durability",
            action="store_true",
            help="do not wait for the disk: for tests, never for data that matters",
        )
        parser.add_argument(
            "run", nargs=REMAINDER, help="-- COMMAND...: run it with the stack, then stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        command = [word for word in options["run"] if word != "--" or word is not options["run"][0]]
        sys.exit(
            run_stack(
                environment=os.environ,
                wishes=Wishes(
                    engines_only=options["engines_only"],
                    seed=not options["no_seed"],
                    durable=not options["no_durability"],
                ),
                command=command,
            )
        )
