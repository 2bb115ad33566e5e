"""The names of the keys that sign access tokens; the keys themselves are never stored."""

from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow


class SigningKey(models.Model):
    """One key by its name. ``access.py`` derives the secret from ``JWT_SIGNING_KEY`` and the name.

    The one without an end signs; those whose end is to come only verify.
    """

    kid = models.CharField("nombre", max_length=16, primary_key=True)
    created_at = models.DateTimeField("creada", db_default=DbNow())
    retires_at = models.DateTimeField("deja de valer", null=True)

    class Meta:
        verbose_name = "llave de firma"
        verbose_name_plural = "llaves de firma"
        constraints = [
            models.UniqueConstraint(
                fields=["retires_at"],
                condition=Q(retires_at__isnull=True),
                nulls_distinct=False,
                name="signing_key_one_signs",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
