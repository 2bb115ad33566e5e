"""Stands in the place of Django's own command, which would pass by the service."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Refuses and names the way."""

    help = "Refused: let the person register, then use make_superuser EMAIL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whatever Django's command takes, to answer it."""
        parser.add_argument("--noinput", "--no-input", action="store_true")
        parser.add_argument("--email")
        parser.add_argument("--database")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse.

        Raises:
            CommandError: always.
        """
        raise CommandError("let the person register, then use: manage.py make_superuser EMAIL")
