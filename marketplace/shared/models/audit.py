"""Who did what: rows that no one changes afterwards, which a trigger sees to."""

from django.db import models

from ..clock import DbNow


class AuditEntry(models.Model):
    """One deed, written in the transaction of the deed itself."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("momento", db_default=DbNow(), db_index=True)
    actor_id = models.UUIDField("quien", null=True, db_index=True)
    action = models.CharField("acción", max_length=60, db_index=True)
    subject_type = models.CharField("tipo", max_length=40)
    subject_id = models.CharField("objeto", max_length=64, db_index=True)
    changes = models.JSONField("cambios", default=dict)
    reason = models.CharField("motivo", max_length=300, blank=True)
    ip = models.GenericIPAddressField("dirección", null=True)
    request_id = models.CharField("solicitud", max_length=64, blank=True)

    class Meta:
        verbose_name = "entrada de auditoría"
        verbose_name_plural = "auditoría"

    def __str__(self) -> str:
        return f"#{self.pk} {self.action} {self.subject_type} {self.subject_id}"
