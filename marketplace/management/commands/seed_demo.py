"""``manage.py seed_demo``: fills an empty marketplace with the demo."""

import logging
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services.groups import sync_groups
from marketplace.demo.history import Cast, live_the_past
from marketplace.demo.people import ADMIN, BUYERS, OWNERS, STAFF, ensure_person
from marketplace.demo.shops import open_shops
from marketplace.shared.db import in_transaction
from marketplace.shared.services import outbox


class Command(BaseCommand):
    """Twice is once: what is there stays. Each part is made whole or not at all."""

    help = "Make the demo's people, shops, products and past orders. Refused outside the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        # A hundred lines of money moving would hide the progress.
        logging.getLogger("plaza").setLevel(logging.WARNING)
        if not settings.DEMO:
            raise CommandError("seed_demo works with the demo's settings only")
        sync_groups()
        people = self._people()
        self.stdout.write(f"{len(people)} cuentas")
        admin_id = people[ADMIN]
        if open_shops(people=people, admin_id=admin_id, tell=self._tell):
            self.stdout.write("8 tiendas")
        orders = apps.get_model("orders", "Order").objects.filter(buyer_id__in=people.values())
        if not orders.exists():
            product_ids = list(
                apps.get_model("catalog", "Product")
                .objects.filter(status="active")
                .order_by("id")
                .values_list("id", flat=True)
            )
            cast = Cast(people=people, admin_id=admin_id, product_ids=product_ids)
            made = live_the_past(cast=cast, tell=self._tell)
            self.stdout.write(f"{made} pedidos")
        self.stdout.write(self.style.SUCCESS("La demostración está lista."))

    @in_transaction
    def _people(self) -> dict[str, UUID]:
        """Return everybody's id by e-mail; nobody is welcomed by mail."""
        people = {
            person.email: ensure_person(person, number=number)
            for number, person in enumerate([*STAFF, *OWNERS, *BUYERS])
        }
        outbox.drop(queue="mails")
        return people

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
