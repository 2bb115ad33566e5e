"""Tries to charge an order, the table that routes them, and money going back."""

from django.db import models
from django.db.models import F, Q

from marketplace.shared.models import PesoField, Record

from ..states import ChargeStatus, Method, Placement


class ChargeAttempt(Record):
    """One try at one gateway, committed before the gateway is called."""

    order = models.ForeignKey(
        "orders.Order", verbose_name="pedido", on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField("referencia", max_length=60, unique=True)
    gateway = models.CharField("pasarela", max_length=20)
    # Empty for an intent whose buyer has not chosen yet.
    method = models.CharField("medio", max_length=12, choices=Method, blank=True)
    amount = PesoField("valor")
    currency = models.CharField("moneda", max_length=3, default="COP")
    status = models.CharField(
        "estado", max_length=10, choices=ChargeStatus, default=ChargeStatus.CREATED
    )
    placement = models.CharField("destino", max_length=12, choices=Placement, blank=True)
    transaction_id = models.CharField("transacción", max_length=80, blank=True, db_index=True)
    payment_url = models.URLField("página de pago", max_length=2000, blank=True)
    status_message = models.CharField("mensaje", max_length=300, blank=True)
    # What the gateway must be told again if the first call was lost: method data without secrets.
    method_data = models.JSONField("datos del medio", default=dict)
    # Which texts the buyer accepted, when and from where (Ley 1581).
    acceptance = models.JSONField("aceptación", default=dict)
    fraud_score = models.PositiveSmallIntegerField("riesgo", default=0)
    captured = PesoField("cobrado", default=0)
    refund_held = PesoField("devolución en curso", default=0)
    refunded = PesoField("devuelto", default=0)
    polls = models.PositiveSmallIntegerField("consultas", default=0)
    next_poll_at = models.DateTimeField("próxima consulta", null=True)
    settled_at = models.DateTimeField("resuelto", null=True)

    class Meta:
        verbose_name = "cobro"
        verbose_name_plural = "cobros"
        indexes = [
            models.Index(fields=["order", "-created_at"], name="charge_of_order"),
            models.Index(fields=["-created_at", "-id"], name="charge_newest"),
            models.Index(
                fields=["next_poll_at"],
                condition=Q(status__in=["created", "pending", "unknown"]),
                name="charge_to_poll",
            ),
            models.Index(
                fields=["next_poll_at"],
                condition=Q(status="approved", next_poll_at__isnull=False),
                name="charge_to_watch",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(placement="applied"), name="charge_one_applied"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(status__in=["created", "pending", "unknown"]),
                name="charge_one_open",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ChargeStatus.values), name="charge_status_known"
            ),
            models.CheckConstraint(
                condition=Q(placement="", captured=0)
                | Q(
                    placement__in=["applied", "surplus", "refundable"],
                    status__in=["approved", "voided"],
                    captured=F("amount"),
                ),
                name="charge_approved_is_placed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "voided"]) | ~Q(placement=""),
                name="charge_money_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(captured__gte=F("refund_held") + F("refunded")),
                name="charge_refunds_within",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_amount_positive"),
            models.CheckConstraint(condition=Q(currency="COP"), name="charge_in_pesos"),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentRoute(models.Model):
    """Which gateways serve a method, in order; staff edit it."""

    id = models.BigAutoField(primary_key=True)
    method = models.CharField("medio", max_length=12, choices=Method)
    gateway = models.CharField("pasarela", max_length=20)
    position = models.PositiveSmallIntegerField("orden", default=0)
    is_enabled = models.BooleanField("activa", default=True)
    min_amount = PesoField("desde", default=0)
    max_amount = PesoField("hasta", null=True, blank=True)

    class Meta:
        verbose_name = "ruta de pago"
        verbose_name_plural = "rutas de pago"
        constraints = [
            models.UniqueConstraint(fields=["method", "gateway"], name="payment_route_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} → {self.gateway}"


class Refund(Record):
    """Money on its way back to a buyer; ``unknown`` until the gateway answers."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "solicitado"
        PENDING = "pending", "en curso"
        UNKNOWN = "unknown", "por averiguar"
        DONE = "done", "hecho"
        FAILED = "failed", "fallido"

    charge = models.ForeignKey(
        ChargeAttempt, verbose_name="cobro", on_delete=models.PROTECT, related_name="refunds"
    )
    reference = models.CharField("referencia", max_length=60, unique=True)
    amount = PesoField("valor")
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.REQUESTED)
    reason = models.CharField("motivo", max_length=300)
    # Lines and shipping that the money is for: [{"line_id", "quantity", "amount"}, …].
    items = models.JSONField("conceptos", default=list)
    requested_by = models.UUIDField("pedido por", null=True)
    closed_by = models.UUIDField("cerrado por", null=True)
    done_at = models.DateTimeField("hecho", null=True)

    class Meta:
        verbose_name = "devolución de dinero"
        verbose_name_plural = "devoluciones de dinero"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "pending", "unknown", "done", "failed"]),
                name="refund_status_known",
            ),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=True)
                | Q(closed_by__isnull=True)
                | ~Q(requested_by=F("closed_by")),
                name="refund_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
