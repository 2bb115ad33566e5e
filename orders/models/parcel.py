"""Parcels on their way, there and back."""

from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow
from marketplace.shared.models import Record

from .order import OrderLine, VendorOrder


class Shipment(Record):
    """One parcel of one vendor order."""

    vendor_order = models.ForeignKey(
        VendorOrder,
        verbose_name="pedido de tienda",
        on_delete=models.PROTECT,
        related_name="shipments",
    )
    courier = models.CharField("transportadora", max_length=40)
    tracking_number = models.CharField("guía", max_length=40)
    shipped_at = models.DateTimeField("enviado", db_default=DbNow())
    delivered_at = models.DateTimeField("entregado", null=True, blank=True)

    class Meta:
        verbose_name = "envío"
        verbose_name_plural = "envíos"
        constraints = [
            models.CheckConstraint(
                condition=~Q(tracking_number=""), name="shipment_has_tracking_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.courier} {self.tracking_number}"


class ShipmentLine(models.Model):
    """How many units of a line travel in a parcel."""

    id = models.BigAutoField(primary_key=True)
    shipment = models.ForeignKey(
        Shipment, verbose_name="envío", on_delete=models.PROTECT, related_name="lines"
    )
    line = models.ForeignKey(
        OrderLine, verbose_name="renglón", on_delete=models.PROTECT, related_name="shipment_lines"
    )
    quantity = models.PositiveIntegerField("unidades")

    class Meta:
        verbose_name = "renglón del envío"
        verbose_name_plural = "renglones del envío"
        constraints = [
            models.UniqueConstraint(fields=["shipment", "line"], name="shipment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shipment_line_units"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} × {self.quantity}"


class Return(Record):
    """Goods that a buyer sends back."""

    class Kind(models.TextChoices):
        WITHDRAWAL = "withdrawal", "retracto"
        WARRANTY = "warranty", "garantía"
        WRONG_ITEM = "wrong_item", "producto equivocado"
        DAMAGED = "damaged", "llegó dañado"

    class Status(models.TextChoices):
        REQUESTED = "requested", "solicitada"
        ACCEPTED = "accepted", "aceptada"
        REJECTED = "rejected", "rechazada"
        SHIPPED = "shipped", "en camino"
        RECEIVED = "received", "recibida"
        REFUNDED = "refunded", "reembolsada"
        CANCELLED = "cancelled", "cancelada"

    vendor_order = models.ForeignKey(
        VendorOrder,
        verbose_name="pedido de tienda",
        on_delete=models.PROTECT,
        related_name="returns",
    )
    kind = models.CharField("tipo", max_length=12, choices=Kind)
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.REQUESTED)
    reason = models.TextField("motivo", max_length=1_000, blank=True)

    class Meta:
        verbose_name = "devolución"
        verbose_name_plural = "devoluciones"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "requested",
                        "accepted",
                        "rejected",
                        "shipped",
                        "received",
                        "refunded",
                        "cancelled",
                    ]
                ),
                name="return_status_known",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_kind_display()}"


class ReturnLine(models.Model):
    """How many units of a line come back."""

    id = models.BigAutoField(primary_key=True)
    goods_return = models.ForeignKey(
        Return, verbose_name="devolución", on_delete=models.PROTECT, related_name="lines"
    )
    line = models.ForeignKey(
        OrderLine, verbose_name="renglón", on_delete=models.PROTECT, related_name="return_lines"
    )
    quantity = models.PositiveIntegerField("unidades")

    class Meta:
        verbose_name = "renglón de la devolución"
        verbose_name_plural = "renglones de la devolución"
        constraints = [
            models.UniqueConstraint(fields=["goods_return", "line"], name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_line_units"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} × {self.quantity}"
