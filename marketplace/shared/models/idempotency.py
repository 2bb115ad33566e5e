"""Requests that must have their effect once, however often they are sent."""

from django.db import models

from ..clock import DbNow


class IdempotencyKey(models.Model):
    """One key of one actor on one route, with the answer once there is one."""

    id = models.BigAutoField(primary_key=True)
    actor = models.CharField("quien", max_length=64)
    route = models.CharField("ruta", max_length=60)
    key = models.CharField("clave", max_length=100)
    body_hash = models.CharField("huella", max_length=64)
    response_status = models.PositiveSmallIntegerField("respuesta", null=True)
    response_body = models.TextField("cuerpo", blank=True)
    locked_until = models.DateTimeField("en curso hasta", null=True)
    created_at = models.DateTimeField("creado", db_default=DbNow(), db_index=True)

    class Meta:
        verbose_name = "clave de idempotencia"
        verbose_name_plural = "claves de idempotencia"
        constraints = [
            models.UniqueConstraint(fields=["actor", "route", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.route}"
