"""``manage.py make_staff EMAIL --group soporte``: let a person into the admin."""

from argparse import ArgumentParser
from typing import Any

from accounts.management.person_command import PersonCommand
from accounts.models import User
from accounts.services.roles import make_staff
from accounts.staff_groups import STAFF_GROUPS


class Command(PersonCommand):
    """The person gets exactly the named groups; twice is once."""

    help = "Makes a person staff with exactly the named groups. Their login sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            *("--group", "-g"),
            action="append",
            required=True,
            choices=STAFF_GROUPS,
            dest="groups",
            help="may be given several times",
        )

    def act(self, user: User, **options: Any) -> str:
        groups: list[str] = options["groups"]
        make_staff(user_id=user.pk, groups=groups)
        return f"staff in {', '.join(groups)}"
