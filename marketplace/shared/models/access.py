"""Which staff looked at whose personal data: rows that no one changes afterwards."""

from django.db import models

from ..clock import DbNow


class StaffAccess(models.Model):
    """One look of a member of staff; what they searched for is not kept."""

    class Kind(models.TextChoices):
        LIST = "list", "vio una lista"
        SEARCH = "search", "buscó en una lista"
        VIEW = "view", "abrió un registro"
        HISTORY = "history", "vio el historial de un registro"
        API = "api", "consultó por la API"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("momento", db_default=DbNow(), db_index=True)
    staff_id = models.UUIDField("quien miró", db_index=True)
    # Empty for a list, and for data of people whom the row does not name.
    person_id = models.UUIDField("persona", null=True)
    kind = models.CharField("qué hizo", max_length=10, choices=Kind)
    subject_type = models.CharField("tipo", max_length=60)
    subject_id = models.CharField("objeto", max_length=64, blank=True)
    page = models.CharField("página", max_length=200)
    ip = models.GenericIPAddressField("dirección", null=True)
    request_id = models.CharField("solicitud", max_length=64, blank=True)

    class Meta:
        verbose_name = "consulta de datos personales"
        verbose_name_plural = "consultas de datos personales"
        indexes = [models.Index(fields=["person_id", "-id"], name="staff_access_of_person")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject_type}"
