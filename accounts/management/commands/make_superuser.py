"""``manage.py make_superuser EMAIL``: the only way to be a superuser."""

from typing import Any

from accounts.management.person_command import PersonCommand
from accounts.models import User
from accounts.services.roles import make_superuser


class Command(PersonCommand):
    """Twice is once; ``remove_staff`` takes it back."""

    help = "Lets a person with an account do everything. Their login sessions end."

    def act(self, user: User, **options: Any) -> str:
        make_superuser(user_id=user.pk)
        return "superuser"
