"""Which messages went out, so that the same news is not sent twice."""

from django.db import models
from django.db.models import Q

from ..clock import DbNow


class Delivery(models.Model):
    """What mails and SMS have in common: one kind of news about one thing to one address.

    ``sending_until`` is the lease of whoever sends right now. ``error_code`` says why a message
    did not go out; a ``sent_at`` says that the other server took it over.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField("clave", max_length=200, unique=True)
    kind = models.CharField("tipo", max_length=60, db_index=True)
    created_at = models.DateTimeField("creado", db_default=DbNow())
    sending_until = models.DateTimeField("en envío hasta", null=True)
    sent_at = models.DateTimeField("enviado", null=True)
    error_code = models.CharField("código de error", max_length=40, blank=True, db_default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"


class SentMail(Delivery):
    """One mail. ``refused_at`` is final: the address or the mail itself was refused."""

    recipient = models.EmailField("destinatario")
    subject = models.CharField("asunto", max_length=200)
    refused_at = models.DateTimeField("rechazado", null=True)

    class Meta:
        verbose_name = "correo enviado"
        verbose_name_plural = "correos enviados"
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(refused_at__isnull=True),
                name="mail_sent_or_refused",
            )
        ]
