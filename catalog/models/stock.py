"""Why a variant has as many units as it has."""

from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow
from marketplace.shared.models import PesoField, Record

from .product import Variant


class Reservation(Record):
    """Units set aside for one order until it is paid or given up; it ends exactly once."""

    class State(models.TextChoices):
        ACTIVE = "active", "apartada"
        CONSUMED = "consumed", "vendida"
        RELEASED = "released", "liberada"

    variant = models.ForeignKey(
        Variant, verbose_name="variante", on_delete=models.PROTECT, related_name="reservations"
    )
    # The order's id: orders are above the catalogue, so it cannot be a foreign key.
    order_id = models.UUIDField("pedido")
    quantity = models.PositiveIntegerField("unidades")
    state = models.CharField("estado", max_length=10, choices=State, default=State.ACTIVE)
    ended_at = models.DateTimeField("terminada", null=True)

    class Meta:
        verbose_name = "reserva"
        verbose_name_plural = "reservas"
        indexes = [models.Index(fields=["order_id"], name="reservation_of_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["order_id", "variant"],
                condition=Q(state="active"),
                name="reservation_once_per_order",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_positive"),
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True)
                | Q(state__in=["consumed", "released"], ended_at__isnull=False),
                name="reservation_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.quantity} × {self.variant_id}"


class StockMovement(models.Model):
    """One change of ``on_hand`` and its reason; rows are never changed, which a trigger sees to."""

    class Kind(models.TextChoices):
        INITIAL = "initial", "inicial"
        SET = "set", "conteo"
        ADD = "add", "entrada"
        SUBTRACT = "subtract", "salida"
        SALE = "sale", "venta"
        RETURN = "return", "devolución"

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey(
        Variant, verbose_name="variante", on_delete=models.PROTECT, related_name="movements"
    )
    kind = models.CharField("tipo", max_length=10, choices=Kind)
    quantity = models.IntegerField("unidades")
    on_hand_after = models.IntegerField("existencias después")
    reason = models.CharField("motivo", max_length=200, blank=True)
    order_id = models.UUIDField("pedido", null=True)
    actor_id = models.UUIDField("quien", null=True)
    at = models.DateTimeField("momento", db_default=DbNow())

    class Meta:
        verbose_name = "movimiento"
        verbose_name_plural = "movimientos"
        indexes = [models.Index(fields=["variant", "-id"], name="movement_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["initial", "set", "add", "subtract", "sale", "return"]),
                name="movement_kind_known",
            ),
            models.CheckConstraint(condition=Q(on_hand_after__gte=0), name="movement_not_negative"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.quantity:+}"


class PriceChange(models.Model):
    """One price that a variant had, from a moment on."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey(
        Variant, verbose_name="variante", on_delete=models.PROTECT, related_name="price_changes"
    )
    price = PesoField("precio")
    actor_id = models.UUIDField("quien", null=True)
    at = models.DateTimeField("momento", db_default=DbNow())

    class Meta:
        verbose_name = "cambio de precio"
        verbose_name_plural = "cambios de precio"
        indexes = [models.Index(fields=["variant", "-at"], name="price_change_latest")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.price}"
