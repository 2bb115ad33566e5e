"""``manage.py unlock_login``: let somebody who failed too often sign in again at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.login_guard import lift_locks


class Command(BaseCommand):
    """One e-mail, whether or not there is an account for it."""

    help = "Lifts the locks that failed logins put on an e-mail address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="as the person types it")

    def handle(self, *, email: str, **options: Any) -> None:
        """Lift the locks and say how many failures no longer count."""
        lifted = lift_locks(name=email, actor_id=None)
        self.stdout.write(f"{lifted} failures no longer count")
