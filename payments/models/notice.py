"""What gateways tell us: verified notices, and, apart and bounded, those we did not believe."""

from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow


class WebhookNotice(models.Model):
    """A verified notice, once: the fingerprint is transaction, status and signed values."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "por atender"
        APPLIED = "applied", "atendido"
        IGNORED = "ignored", "sin efecto"
        ANOMALOUS = "anomalous", "no concuerda"

    id = models.BigAutoField(primary_key=True)
    gateway = models.CharField("pasarela", max_length=20)
    fingerprint = models.CharField("huella", max_length=64)
    event = models.CharField("evento", max_length=60)
    transaction_id = models.CharField("transacción", max_length=80, blank=True)
    reference = models.CharField("referencia", max_length=255, blank=True)
    status = models.CharField("estado avisado", max_length=20, blank=True)
    body = models.TextField("cuerpo")
    headers = models.JSONField("cabeceras", default=dict)
    received_at = models.DateTimeField("recibido", db_default=DbNow())
    copies = models.PositiveIntegerField("veces", default=1)
    outcome = models.CharField("resultado", max_length=10, choices=Outcome, default=Outcome.WAITING)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    last_error = models.CharField("último error", max_length=300, blank=True)
    next_attempt_at = models.DateTimeField("próximo intento", db_default=DbNow())
    processed_at = models.DateTimeField("atendido", null=True)

    class Meta:
        verbose_name = "aviso de pasarela"
        verbose_name_plural = "avisos de pasarelas"
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(outcome="waiting"), name="notice_waiting"
            ),
            models.Index(fields=["-received_at", "-id"], name="notice_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "fingerprint"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["waiting", "applied", "ignored", "anomalous"]),
                name="notice_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.gateway} {self.status}"


class RejectedNotice(models.Model):
    """A notice whose signature does not match: counted by reason and address, never believed."""

    id = models.BigAutoField(primary_key=True)
    gateway = models.CharField("pasarela", max_length=20)
    reason = models.CharField("motivo", max_length=100)
    ip = models.GenericIPAddressField("dirección", null=True)
    body_hash = models.CharField("huella", max_length=64)
    received_at = models.DateTimeField("recibido", db_default=DbNow(), db_index=True)

    class Meta:
        verbose_name = "aviso rechazado"
        verbose_name_plural = "avisos rechazados"

    def __str__(self) -> str:
        return f"#{self.pk} {self.gateway}"
