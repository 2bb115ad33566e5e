"""``manage.py sync_staff_groups``: make the groups of staff what ``staff_groups.py`` says."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.groups import differences, sync_groups


class Command(BaseCommand):
    """Part of every deployment, after ``migrate``; twice is once."""

    help = "Gives each group of staff exactly the rights of the table, and says what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if something is different"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        """Sync, or only compare.

        Raises:
            CommandError: with ``--check``, something is different; or ``migrate`` must run first.
        """
        try:
            found = differences() if check else sync_groups()
        except LookupError as error:
            raise CommandError(str(error)) from error
        for each in found:
            for sign, names in (("+", each.missing), ("-", each.surplus)):
                for name in names:
                    self.stdout.write(f"{each.about}: {sign}{name}")
        if check and found:
            raise CommandError(f"{len(found)} different; run sync_staff_groups")
        self.stdout.write(f"{len(found)} different" if not check else "all as the table says")
