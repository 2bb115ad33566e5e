"""``manage.py reset_second_factor``: let somebody in who lost telephone and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.selectors.identity import user_by_email
from accounts.services.second_factor import take_away
from marketplace.shared.errors import DomainError


class Command(BaseCommand):
    """For the strongest accounts, above which nobody stands in the admin."""

    help = "Turns off the second factor of a person; their login sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="how it was made sure who asks")

    def handle(self, *, email: str, reason: str, **options: Any) -> None:
        """Turn it off.

        Raises:
            CommandError: nobody has the address, or they have no second factor.
        """
        user = user_by_email(email=email)
        if user is None:
            raise CommandError("nobody has this address")
        try:
            take_away(user_id=user.pk, actor_id=None, reason=reason)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write("second factor turned off; login sessions ended")
