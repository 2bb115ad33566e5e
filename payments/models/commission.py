"""What the marketplace keeps of a sale."""

from django.db import models
from django.db.models import F, Q

from marketplace.shared.models import PesoField, RateField, Record
from marketplace.shared.money import format_pesos


class Commission(Record):
    """The split of one vendor order's captured money; written once, when the money is applied."""

    vendor_order = models.OneToOneField(
        "orders.VendorOrder",
        verbose_name="pedido de tienda",
        on_delete=models.PROTECT,
        related_name="+",
    )
    vendor = models.ForeignKey(
        "vendors.Vendor", verbose_name="tienda", on_delete=models.PROTECT, related_name="+"
    )
    charge = models.ForeignKey(
        "payments.ChargeAttempt",
        verbose_name="cobro",
        on_delete=models.PROTECT,
        related_name="commissions",
    )
    base = PesoField("base")
    rate = RateField("tarifa")
    amount = PesoField("comisión")
    iva = PesoField("IVA de la comisión")
    vendor_net = PesoField("para la tienda")

    class Meta:
        verbose_name = "comisión"
        verbose_name_plural = "comisiones"
        indexes = [
            models.Index(fields=["vendor", "-created_at", "-id"], name="commission_of_vendor")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(base=F("amount") + F("iva") + F("vendor_net")),
                name="commission_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {format_pesos(self.amount)}"


class CommissionLine(models.Model):
    """A commission's share of one line, or of the shipping where ``line`` is empty."""

    id = models.BigAutoField(primary_key=True)
    commission = models.ForeignKey(
        Commission, verbose_name="comisión", on_delete=models.PROTECT, related_name="lines"
    )
    line = models.ForeignKey(
        "orders.OrderLine",
        verbose_name="renglón",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    base = PesoField("base")
    amount = PesoField("comisión")
    iva = PesoField("IVA de la comisión")

    class Meta:
        verbose_name = "renglón de comisión"
        verbose_name_plural = "renglones de comisión"
        constraints = [
            models.UniqueConstraint(
                fields=["commission", "line"], nulls_distinct=False, name="commission_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {format_pesos(self.amount)}"


class CommissionRule(Record):
    """A rate for some sales from a date on; the past is never edited."""

    vendor = models.ForeignKey(
        "vendors.Vendor",
        verbose_name="tienda",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    category = models.ForeignKey(
        "catalog.Category",
        verbose_name="categoría",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    rate = RateField("tarifa", help_text="Fracción: 0.0500 es 5 %.")
    includes_iva = models.BooleanField("sobre el valor con IVA", default=True)
    includes_shipping = models.BooleanField("también sobre el envío", default=True)
    valid_from = models.DateField("desde")
    valid_until = models.DateField("hasta", null=True, blank=True)

    class Meta:
        verbose_name = "regla de comisión"
        verbose_name_plural = "reglas de comisión"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="commission_rule_dates",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.rate}"
