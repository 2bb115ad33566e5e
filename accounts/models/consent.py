"""Proof of what a person agreed to (Ley 1581 of 2012, arts. 9 and 12)."""

from django.db import models
from django.db.models import Q

from marketplace.shared.models import Record

from .user import User


class Consent(Record):
    """One yes or no to one version of one text.

    Rows are added, never changed; a trigger lets only the address go, when its owner is erased.
    """

    class Kind(models.TextChoices):
        TERMS = "terms", "términos de uso"
        PERSONAL_DATA = "personal_data", "tratamiento de datos personales"
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
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["terms", "personal_data", "marketing"]),
                name="consent_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
