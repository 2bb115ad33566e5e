"""``manage.py reseal_secrets``: put every sealed column under the first of ``SEALING_KEYS``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.shared.services.resealing import reseal_column, sealed_columns


class Command(BaseCommand):
    """The middle step of rolling a key; see ``docs/settings.md``."""

    help = "Seals secrets anew that are not under the first of SEALING_KEYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        """Go through the columns; one row that cannot be opened does not stop the rest.

        Raises:
            CommandError: some rows cannot be opened with the keys of the settings.
        """
        broken = 0
        for model, name in sealed_columns():
            done = reseal_column(model, name, dry_run=dry_run)
            told = "would be resealed" if dry_run else "resealed"
            self.stdout.write(f"{done.column}: {done.changed} {told}")
            for pk in done.broken:
                self.stderr.write(f"{done.column} #{pk}: no key opens it")
            broken += len(done.broken)
        if broken:
            raise CommandError(f"{broken} rows cannot be opened; keep the old keys")
