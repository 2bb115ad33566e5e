"""Which mails went out, so that the same news is not sent twice."""

from django.db import models

from ..clock import DbNow


class SentMail(models.Model):
    """One mail of one kind about one thing to one address."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField("clave", max_length=200, unique=True)
    kind = models.CharField("tipo", max_length=60, db_index=True)
    recipient = models.EmailField("destinatario")
    subject = models.CharField("asunto", max_length=200)
    created_at = models.DateTimeField("creado", db_default=DbNow())
    sent_at = models.DateTimeField("enviado", null=True)

    class Meta:
        verbose_name = "correo enviado"
        verbose_name_plural = "correos enviados"

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
