"""Places in a shop that are kept for somebody who has been asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from marketplace.shared.models import Record

from .vendor import Member, Vendor

PENDING = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(Record):
    """Asks one mailbox to work for a shop. Its link works once, and is kept only as SHA-256."""

    vendor = models.ForeignKey(
        Vendor, verbose_name="tienda", on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField("correo")
    role = models.CharField("función", max_length=12, choices=Member.Role)
    digest = models.CharField("huella", max_length=64, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="invitó",
        on_delete=models.PROTECT,
        related_name="+",
    )
    expires_at = models.DateTimeField("vence")
    sent_at = models.DateTimeField("enviada", null=True)
    accepted_at = models.DateTimeField("aceptada", null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="aceptó",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    withdrawn_at = models.DateTimeField("retirada", null=True)

    class Meta:
        verbose_name = "invitación"
        verbose_name_plural = "invitaciones"
        indexes = [models.Index(fields=["vendor", "-created_at"], name="invitation_by_vendor")]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "email"], condition=PENDING, name="invitation_one_pending"
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="invitation_digest_once"
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_lower"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "catalogue", "orders", "finance", "read_only"]),
                name="invitation_role_known",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(
                    accepted_at__isnull=False,
                    accepted_by__isnull=False,
                    withdrawn_at__isnull=True,
                ),
                name="invitation_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_role_display()}"
