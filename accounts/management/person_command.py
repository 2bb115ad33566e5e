"""What the commands about one person share."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.shared.errors import DomainError

from ..models import User
from ..selectors.identity import user_by_email


class PersonCommand(BaseCommand):
    """Finds the person by e-mail, and tells a service's refusal without a traceback."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="whose account; it must exist")

    def handle(self, *, email: str, **options: Any) -> None:
        """Act on the person.

        Raises:
            CommandError: no such account, or the service refuses; nothing was written.
        """
        user = user_by_email(email=email)
        if user is None:
            raise CommandError(f"there is no account of {email}; let the person register first")
        try:
            told = self.act(user, **options)
        except (DomainError, LookupError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email}: {told}")

    def act(self, user: User, **options: Any) -> str:
        """Do it and return what to tell."""
        raise NotImplementedError
