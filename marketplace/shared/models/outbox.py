"""Messages that wait to be handled: written with their cause, delivered afterwards."""

from django.db import models
from django.db.models import Q

from ..clock import DbNow


class OutboxMessage(models.Model):
    """One event for one handler. Delivered at least once; see ``services/outbox.py``."""

    class Status(models.TextChoices):
        WAITING = "waiting", "en espera"
        DONE = "done", "hecho"
        DEAD = "dead", "abandonado"

    id = models.BigAutoField(primary_key=True)
    event = models.CharField("evento", max_length=100)
    handler = models.CharField("receptor", max_length=200)
    payload = models.JSONField("datos")
    status = models.CharField("estado", max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    next_attempt_at = models.DateTimeField("próximo intento", db_default=DbNow())
    last_error = models.TextField("último error", blank=True)
    created_at = models.DateTimeField("creado", db_default=DbNow())
    done_at = models.DateTimeField("hecho", null=True, blank=True)

    class Meta:
        verbose_name = "mensaje de salida"
        verbose_name_plural = "mensajes de salida"
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(status="waiting"),
                name="outbox_waiting",
            ),
            models.Index(fields=["status", "-id"], name="outbox_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "done", "dead"]), name="outbox_status_known"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.event} → {self.handler}"
