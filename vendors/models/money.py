"""Where a shop's money goes, and what it asks for sending parcels."""

from django.db import models
from django.db.models import Q

from marketplace.shared.models import PesoField, Record

from .vendor import Vendor


class BankAccount(Record):
    """The account that payouts go to; an earlier one stays, no longer current."""

    class Kind(models.TextChoices):
        SAVINGS = "savings", "ahorros"
        CHECKING = "checking", "corriente"

    vendor = models.ForeignKey(
        Vendor, verbose_name="tienda", on_delete=models.PROTECT, related_name="bank_accounts"
    )
    bank = models.CharField("banco", max_length=60)
    kind = models.CharField("tipo", max_length=10, choices=Kind)
    number = models.CharField("número", max_length=20)
    holder_name = models.CharField("titular", max_length=120)
    holder_document = models.CharField("documento del titular", max_length=20)
    is_current = models.BooleanField("vigente", default=True)

    class Meta:
        verbose_name = "cuenta bancaria"
        verbose_name_plural = "cuentas bancarias"
        constraints = [
            models.UniqueConstraint(
                fields=["vendor"], condition=Q(is_current=True), name="bank_account_one_current"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{5,20}$"), name="bank_account_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.bank} ••{self.number[-4:]}"


class ShippingRate(Record):
    """A shop's own tariff for one department; an empty department is everywhere else."""

    vendor = models.ForeignKey(
        Vendor, verbose_name="tienda", on_delete=models.PROTECT, related_name="shipping_rates"
    )
    department = models.CharField("departamento", max_length=80, blank=True)
    fee = PesoField("tarifa")
    free_from = PesoField("gratis desde", null=True, blank=True)

    class Meta:
        verbose_name = "tarifa de envío"
        verbose_name_plural = "tarifas de envío"
        constraints = [
            models.UniqueConstraint(fields=["vendor", "department"], name="shipping_rate_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.department or 'todo el país'}"
