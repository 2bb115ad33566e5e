"""Addresses that nothing is sent to any more."""

from django.db import models
from django.db.models import Q

from ..clock import DbNow


class Unreachable(models.Model):
    """A mailbox or telephone that refused us for good; staff may lift it."""

    class Channel(models.TextChoices):
        EMAIL = "email", "correo"
        SMS = "sms", "SMS"

    id = models.BigAutoField(primary_key=True)
    channel = models.CharField("medio", max_length=10, choices=Channel)
    address = models.CharField("dirección", max_length=254)
    reason = models.CharField("motivo", max_length=40)
    at = models.DateTimeField("desde", db_default=DbNow())

    class Meta:
        verbose_name = "dirección no alcanzable"
        verbose_name_plural = "direcciones no alcanzables"
        constraints = [
            models.UniqueConstraint(fields=["channel", "address"], name="unreachable_once"),
            models.CheckConstraint(
                condition=Q(channel__in=["email", "sms"]), name="unreachable_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.channel}"
