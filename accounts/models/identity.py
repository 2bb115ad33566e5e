"""Ways in that other providers vouch for."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from marketplace.shared.clock import DbNow
from marketplace.shared.models import Record

from .user import User


class SocialIdentity(Record):
    """Somebody's account at a provider; known by the provider's id, never by the e-mail."""

    class Provider(models.TextChoices):
        GOOGLE = "google", "Google"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="identities"
    )
    provider = models.CharField("proveedor", max_length=20, choices=Provider)
    subject = models.CharField("id del proveedor", max_length=255)
    email = models.EmailField("correo al enlazar")
    linked_at = models.DateTimeField("enlazada", db_default=DbNow())

    class Meta:
        verbose_name = "ingreso con otro proveedor"
        verbose_name_plural = "ingresos con otros proveedores"
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_subject_once"),
            models.CheckConstraint(
                condition=Q(provider__in=["google"]), name="identity_provider_known"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="identity_email_lower"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_provider_display()}"


class SignInNonce(Record):
    """A nonce that was handed out for one sign-in at a provider; kept only as SHA-256."""

    digest = models.CharField("huella", max_length=64, unique=True)
    expires_at = models.DateTimeField("vence", db_index=True)
    used_at = models.DateTimeField("usado", null=True)

    class Meta:
        verbose_name = "número de un solo uso"
        verbose_name_plural = "números de un solo uso"

    def __str__(self) -> str:
        return f"#{self.pk}"
