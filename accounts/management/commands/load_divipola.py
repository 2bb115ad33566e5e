"""``manage.py load_divipola [FILE]``: make a list of departments and towns the one in force."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.divipola import BUNDLED, UnreadableDivipola, read_divipola
from accounts.errors import TooManyRetired
from accounts.services.divipola import load_divipola

MOST_RETIRED = 10


class Command(BaseCommand):
    """Checks the whole file before it writes; can be run again."""

    help = "Carga los departamentos y municipios de DIVIPOLA (DANE) desde un archivo CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=BUNDLED, metavar="FILE")
        parser.add_argument(
            "--most-retired",
            type=int,
            default=MOST_RETIRED,
            metavar="N",
            help="refuse a list that drops more than N places (default: %(default)s)",
        )

    def handle(self, *, file: Path, most_retired: int, **options: Any) -> None:
        try:
            divipola = read_divipola(file)
        except UnreadableDivipola as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        try:
            changes = load_divipola(divipola=divipola, most_retired=most_retired)
        except TooManyRetired as error:
            raise CommandError(
                f"{error.message} Nothing was changed. If the list is whole, allow it with"
                " --most-retired."
            ) from error
        for code, name in changes.added.items():
            self.stdout.write(f"added: {code} {name}")
        for code, (before, after) in changes.renamed.items():
            self.stdout.write(f"renamed: {code} {before} -> {after}")
        for code, name in changes.revived.items():
            self.stdout.write(f"in force again: {code} {name}")
        for code, name in changes.retired.items():
            self.stdout.write(f"retired: {code} {name}")
        self.stdout.write(
            f"{len(divipola.departments)} departments, {len(divipola.towns)} towns;"
            f" {len(changes.added)} added, {len(changes.renamed)} renamed,"
            f" {len(changes.revived)} in force again, {len(changes.retired)} retired"
        )
