"""``manage.py check_ledger``: do the books add up?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.shared.money import ZERO, format_pesos
from payments.selectors.books import totals_by_kind, unbalanced_postings


class Command(BaseCommand):
    """Prints the balance of each kind of account; ends with 1 when anything is off."""

    help = "Muestra los saldos contables por tipo de cuenta y revisa que todo sume cero."

    def handle(self, **options: Any) -> None:
        totals = totals_by_kind()
        for total in totals:
            balance = format_pesos(total.balance)
            self.stdout.write(f"{total.kind:<18}{total.entries:>8}{balance:>20}")
        off = unbalanced_postings()
        for posting_id, difference in off:
            self.stderr.write(f"asiento {posting_id}: {difference}")
        whole = sum((total.balance for total in totals), start=ZERO)
        if off or whole:
            raise CommandError(f"Los libros no cuadran: {format_pesos(whole)}.")
        self.stdout.write("Los libros cuadran.")
