"""``manage.py demo_story``: a real purchase against the running server, step by step."""

import time
from decimal import Decimal
from typing import Any

import requests
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.demo.story import PATIENCE_SECONDS, Purchase, StoryFailed, Teller, must
from marketplace.shared.models import SentMail
from marketplace.shared.money import ZERO, format_pesos


class Command(BaseCommand):
    """Seventeen steps from sign-in to the ledger; ends with 1 if anything is off."""

    help = (
        "Buy from two vendors over HTTP, pay at the bank page, and show what became of the money."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--base-url", default="", help="the shop; the running demo unless told")

    def handle(self, *args: Any, base_url: str, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("demo_story works with the demo's settings only")
        teller = Teller(base_url or settings.PUBLIC_BASE_URL, self.stdout.write)
        purchase = Purchase(teller)
        try:
            purchase.sign_in()
            purchase.choose()
            purchase.fill_cart()
            purchase.place()
            purchase.check_iva()
            purchase.pay()
            purchase.approve_at_bank()
            purchase.wait_for_confirmation()
            purchase.check_commissions()
            self._show_ledger(teller, purchase.order)
            self._show_mails(teller, purchase.order)
        except (StoryFailed, requests.RequestException, KeyError, ValueError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
        self.stdout.write(self.style.SUCCESS("\nTodo concuerda."))

    def _show_ledger(self, teller: Teller, order: dict[str, Any]) -> None:
        teller.step("El libro: cada asiento suma cero")
        entries = apps.get_model("payments", "LedgerEntry").objects.filter(
            posting__order_id=order["id"]
        )
        total, received = ZERO, ZERO
        for entry in entries.select_related("account__vendor", "posting").order_by("id"):
            owner = f" · {entry.account.vendor.name}" if entry.account.vendor else ""
            teller.note(f"{format_pesos(entry.amount):>16}  {entry.account}{owner}")
            total += entry.amount
            received += max(entry.amount, ZERO)
        must(total == 0, "the ledger does not sum to zero")
        must(received == Decimal(order["total"]), "the ledger does not hold the order's total")

    def _show_mails(self, teller: Teller, order: dict[str, Any]) -> None:
        teller.step("Los correos: recibido, pagado, y una venta para cada tienda")
        parts = [order["id"], *(part["id"] for part in order["vendor_orders"])]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            sent = SentMail.objects.filter(sent_at__isnull=False).order_by("id")
            mails = [mail for mail in sent if any(part in mail.key for part in parts)]
            if len(mails) >= 4:
                break
            must(time.monotonic() < deadline, f"only {len(mails)} mails went out")
            time.sleep(0.3)
        for mail in mails:
            teller.note(f"{mail.recipient}: {mail.subject}")
