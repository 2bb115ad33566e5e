"""Which SMS went out, and how far each one came. Their texts are not kept."""

from django.db import models
from django.db.models import Q

from .mail import Delivery


class SentSms(Delivery):
    """One SMS.

    Its status only goes forward, whatever order the provider's reports arrive in. ``unknowns``
    counts calls whose outcome nobody knows: there are two at most, since each may have sent it.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "en cola"
        SENDING = "sending", "en envío"
        SENT = "sent", "enviado"
        DELIVERED = "delivered", "entregado"
        UNDELIVERED = "undelivered", "no entregado"
        FAILED = "failed", "fallido"

    recipient = models.CharField("destinatario", max_length=40)
    status = models.CharField("estado", max_length=12, choices=Status, default=Status.QUEUED)
    provider_id = models.CharField("código del operador", max_length=64, blank=True)
    segments = models.PositiveSmallIntegerField("segmentos", default=1)
    unknowns = models.PositiveSmallIntegerField("respuestas perdidas", default=0)

    class Meta:
        verbose_name = "SMS enviado"
        verbose_name_plural = "SMS enviados"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["queued", "sending", "sent", "delivered", "undelivered", "failed"]
                ),
                name="sms_status_known",
            ),
            models.UniqueConstraint(
                fields=["provider_id"], condition=~Q(provider_id=""), name="sms_provider_id_once"
            ),
        ]
