"""Double-entry books. Rows are added, never changed; triggers in the database see to both."""

from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow
from marketplace.shared.models import PesoField
from marketplace.shared.money import format_pesos


class LedgerAccount(models.Model):
    """One account. Debits are positive, credits negative; what we owe has a credit balance."""

    class Kind(models.TextChoices):
        GATEWAY = "gateway", "por cobrar a la pasarela"
        VENDOR_HELD = "vendor_held", "tienda: retenido"
        VENDOR_AVAILABLE = "vendor_available", "tienda: disponible"
        COMMISSION = "commission", "comisiones"
        COMMISSION_IVA = "commission_iva", "IVA de comisiones"
        GATEWAY_FEE = "gateway_fee", "costo de pasarela"
        COUPONS = "coupons", "descuentos a cargo de la plataforma"
        SURPLUS = "surplus", "sobrantes"
        REFUNDS_DUE = "refunds_due", "por devolver"
        BANK = "bank", "banco"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField("tipo", max_length=20, choices=Kind)
    # The gateway's name, or empty.
    name = models.CharField("nombre", max_length=20, blank=True)
    vendor = models.ForeignKey(
        "vendors.Vendor",
        verbose_name="tienda",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "cuenta contable"
        verbose_name_plural = "cuentas contables"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "vendor"], nulls_distinct=False, name="ledger_account_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["vendor_held", "vendor_available"], vendor__isnull=False)
                | Q(
                    kind__in=[
                        "gateway",
                        "commission",
                        "commission_iva",
                        "gateway_fee",
                        "coupons",
                        "surplus",
                        "refunds_due",
                        "bank",
                    ],
                    vendor__isnull=True,
                ),
                name="ledger_account_of_vendor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}".strip()


class LedgerPosting(models.Model):
    """One business fact in the books; its entries sum to zero when the transaction commits."""

    id = models.BigAutoField(primary_key=True)
    source_type = models.CharField("origen", max_length=30)
    source_id = models.UUIDField("objeto")
    kind = models.CharField("hecho", max_length=30)
    order_id = models.UUIDField("pedido", null=True, db_index=True)
    memo = models.CharField("nota", max_length=200, blank=True)
    posted_at = models.DateTimeField("fecha", db_default=DbNow(), db_index=True)

    class Meta:
        verbose_name = "asiento"
        verbose_name_plural = "asientos"
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id", "kind"], name="ledger_fact_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"


class LedgerEntry(models.Model):
    """One amount on one account: positive is debit, negative is credit."""

    id = models.BigAutoField(primary_key=True)
    posting = models.ForeignKey(
        LedgerPosting, verbose_name="asiento", on_delete=models.PROTECT, related_name="entries"
    )
    account = models.ForeignKey(
        LedgerAccount, verbose_name="cuenta", on_delete=models.PROTECT, related_name="entries"
    )
    amount = PesoField("valor", signed=True)

    class Meta:
        verbose_name = "movimiento contable"
        verbose_name_plural = "movimientos contables"
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="ledger_entry_not_zero")]

    def __str__(self) -> str:
        return f"#{self.pk} {format_pesos(self.amount)}"
