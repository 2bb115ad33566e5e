"""``manage.py roll_signing_key``: let a new key sign access tokens."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.signing_keys import roll_signing_key


class Command(BaseCommand):
    """The keys before go on verifying until their tokens expire, unless it must be at once."""

    help = "Signs access tokens with a new key from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at-once",
            action="store_true",
            help="make all access tokens so far worthless; people stay signed in",
        )

    def handle(self, *, at_once: bool, **options: Any) -> None:
        """Roll the key and say its name and what becomes of the tokens so far."""
        kid = roll_signing_key(at_once=at_once)
        fate = "are worthless now" if at_once else "stay valid until they expire"
        self.stdout.write(f"{kid} signs from now on; tokens of the keys before {fate}")
