"""``manage.py replay_outbox``: deliver messages again that were abandoned, or done wrongly."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.shared.models import OutboxMessage
from marketplace.shared.selectors.outbox import messages
from marketplace.shared.services.outbox import replay


class Command(BaseCommand):
    """Choose messages by id, by handler, or all that are dead."""

    help = "Lets outbox messages be delivered again from their first attempt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, help="messages by id, whatever their state")
        parser.add_argument("--handler", default="", help="only dead messages of this handler")
        parser.add_argument("--all-dead", action="store_true", help="every dead message")
        parser.add_argument("--dry-run", action="store_true", help="only list them")

    def handle(
        self, *, ids: list[int], handler: str, all_dead: bool, dry_run: bool, **options: Any
    ) -> None:
        """List the chosen messages and replay them, unless it is a dry run.

        Raises:
            CommandError: nothing was chosen.
        """
        if not (ids or handler or all_dead):
            raise CommandError("name ids, --handler or --all-dead")
        status = None if ids else OutboxMessage.Status.DEAD
        chosen = list(messages(ids=ids, handler=handler, status=status))
        for message in chosen:
            self.stdout.write(f"{message} ({message.status}, {message.attempts} attempts)")
        if dry_run:
            self.stdout.write(f"{len(chosen)} would be replayed")
            return
        count = replay(message_ids=[message.pk for message in chosen])
        self.stdout.write(f"{count} replayed")
