"""Money on its way to vendors, and what they get told about it."""

from django.db import models
from django.db.models import F, Q

from marketplace.shared.models import PesoField, Record


class Payout(Record):
    """One transfer to one vendor: asked for or scheduled, approved by a second person."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "solicitado"
        APPROVED = "approved", "aprobado"
        SENT = "sent", "enviado al banco"
        PAID = "paid", "pagado"
        FAILED = "failed", "devuelto por el banco"
        CANCELLED = "cancelled", "cancelado"

    vendor = models.ForeignKey(
        "vendors.Vendor", verbose_name="tienda", on_delete=models.PROTECT, related_name="+"
    )
    bank_account = models.ForeignKey(
        "vendors.BankAccount",
        verbose_name="cuenta bancaria",
        on_delete=models.PROTECT,
        related_name="+",
    )
    reference = models.CharField("referencia", max_length=40, unique=True)
    amount = PesoField("valor")
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.REQUESTED)
    prepared_by = models.UUIDField("preparado por", null=True)
    approved_by = models.UUIDField("aprobado por", null=True)
    paid_at = models.DateTimeField("pagado", null=True)

    class Meta:
        verbose_name = "liquidación"
        verbose_name_plural = "liquidaciones"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_positive"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["requested", "approved", "sent", "paid", "failed", "cancelled"]
                ),
                name="payout_status_known",
            ),
            models.CheckConstraint(
                condition=Q(prepared_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(prepared_by=F("approved_by")),
                name="payout_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Statement(Record):
    """A vendor's month: opening balance, what came and went, closing balance."""

    vendor = models.ForeignKey(
        "vendors.Vendor", verbose_name="tienda", on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField("mes")
    opening = PesoField("saldo inicial", signed=True)
    sales = PesoField("ventas")
    refunds = PesoField("devoluciones")
    commissions = PesoField("comisiones")
    commission_iva = PesoField("IVA de comisiones")
    payouts = PesoField("liquidaciones")
    closing = PesoField("saldo final", signed=True)

    class Meta:
        verbose_name = "extracto"
        verbose_name_plural = "extractos"
        constraints = [
            models.UniqueConstraint(fields=["vendor", "month"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(
                    closing=F("opening")
                    + F("sales")
                    - F("refunds")
                    - F("commissions")
                    - F("commission_iva")
                    - F("payouts")
                ),
                name="statement_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.month:%Y-%m}"
