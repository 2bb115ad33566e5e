"""``manage.py doctor``: what is wrong here, and how to mend it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.runner.examination import examine


class Command(BaseCommand):
    """Runs without loading the settings first: they may be what is wrong."""

    help = "Say what is wrong with this machine and configuration, and how to mend it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(examine(out=sys.stdout))
