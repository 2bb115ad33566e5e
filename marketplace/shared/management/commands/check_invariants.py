"""``manage.py check_invariants``: are the books, the stock and the queues in order?"""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

import orjson
from django.core.management.base import BaseCommand

from marketplace.shared import invariants


class Command(BaseCommand):
    """Run every app's checks in one read-only snapshot and print what they found as JSON."""

    help = "Runs every check on the stored rows; exits with 1 when a rule is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--strict", action="store_true", help="let warnings count as broken rules"
        )

    def handle(self, *, strict: bool, **options: Any) -> None:
        """Print ``{"ok", "checked", "violations", "at"}``; exit with 1 when not ok.

        Raises:
            SystemExit: a rule is broken, or with ``--strict`` there is a warning.
        """
        report = invariants.run()
        ok = report.ok and not (strict and report.violations)
        answer = {
            "ok": ok,
            "checked": report.checked,
            "violations": [asdict(violation) for violation in report.violations],
            "at": report.at,
        }
        self.stdout.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
        if not ok:
            raise SystemExit(1)
