"""Tries to prove who one is: the authority behind every lock."""

from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow

from .user import User


class AttemptKind(models.TextChoices):
    """What is tried; each kind is counted by itself."""

    PASSWORD = "password", "contraseña"
    SECOND_FACTOR = "second_factor", "segundo paso"


class LoginAttempt(models.Model):
    """One try, written before anything is compared, so that a killed try counts too.

    The name that was typed is kept as a keyed hash alone; ``user`` is whose name it was, if
    anybody's. The three flags say for which of the limits a failed try still counts.
    """

    class Outcome(models.TextChoices):
        RUNNING = "running", "en curso"
        FAILED = "failed", "fallido"
        SUCCEEDED = "succeeded", "logrado"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField("tipo", max_length=20, choices=AttemptKind)
    name_digest = models.CharField("huella del correo", max_length=64, blank=True)
    user = models.ForeignKey(
        User,
        verbose_name="persona",
        on_delete=models.CASCADE,
        null=True,
        related_name="login_attempts",
    )
    block = models.CharField("red", max_length=43, blank=True)
    outcome = models.CharField("resultado", max_length=10, choices=Outcome, default=Outcome.RUNNING)
    counts_here = models.BooleanField("cuenta para el correo en esta red", default=True)
    counts_for_name = models.BooleanField("cuenta para el correo", default=True)
    counts_for_block = models.BooleanField("cuenta para la red", default=True)
    started_at = models.DateTimeField("inicio", db_default=DbNow())
    settled_at = models.DateTimeField("fin", null=True)

    class Meta:
        verbose_name = "intento de ingreso"
        verbose_name_plural = "intentos de ingreso"
        indexes = [
            models.Index(
                fields=["name_digest", "started_at"],
                condition=Q(outcome__in=["failed", "running"]),
                name="attempt_counted_by_name",
            ),
            models.Index(
                fields=["block", "started_at"],
                condition=Q(outcome__in=["failed", "running"]),
                name="attempt_counted_by_block",
            ),
            models.Index(fields=["started_at"], name="attempt_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["running", "failed", "succeeded"]),
                name="attempt_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["password", "second_factor"]), name="attempt_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="running", settled_at__isnull=True)
                | (~Q(outcome="running") & Q(settled_at__isnull=False)),
                name="attempt_settled_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_outcome_display()}"
