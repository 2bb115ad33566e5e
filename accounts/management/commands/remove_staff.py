"""``manage.py remove_staff EMAIL``: take the admin from a person, superusers included."""

from typing import Any

from accounts.management.person_command import PersonCommand
from accounts.models import User
from accounts.services.roles import remove_staff


class Command(PersonCommand):
    """The account stays, as a vendor's or buyer's; twice is once."""

    help = "Takes the admin and all rights of staff from a person. Their login sessions end."

    def act(self, user: User, **options: Any) -> str:
        return f"{remove_staff(user_id=user.pk).get_role_display()}, not staff"
