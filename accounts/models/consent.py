"""Proof of what a person agreed to (Ley 1581 of 2012, art. 9)."""

from django.db import models

from marketplace.shared.models import Record

from .user import User


class Consent(Record):
    """One yes or no to one version of one text; rows are added, never changed."""

    class Kind(models.TextChoices):
        TERMS = "terms", "términos y tratamiento de datos"
        MARKETING = "marketing", "publicidad"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="consents"
    )
    kind = models.CharField("tipo", max_length=20, choices=Kind)
    version = models.CharField("versión", max_length=20)
    is_given = models.BooleanField("aceptado")
    ip = models.GenericIPAddressField("dirección", null=True)

    class Meta:
        verbose_name = "consentimiento"
        verbose_name_plural = "consentimientos"
        indexes = [models.Index(fields=["user", "kind", "-created_at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
