"""What proves a mailbox or a telephone: codes to type, links to follow, and who asked for them."""

from django.db import models
from django.db.models import Q

from marketplace.shared.models import Record

from .user import User

MAX_ATTEMPTS = 5


class _Proof(Record):
    """What codes and links share: sent to one destination, for one purpose, usable once.

    Of each purpose a person has at most one that is neither used nor replaced.
    """

    destination = models.CharField("destino", max_length=254)
    previous = models.CharField("lo que reemplazó", max_length=254, blank=True)
    expires_at = models.DateTimeField("vence")
    sent_at = models.DateTimeField("enviado", null=True, blank=True)
    used_at = models.DateTimeField("usado", null=True, blank=True)
    replaced_at = models.DateTimeField("anulado", null=True, blank=True)

    class Meta:
        abstract = True


class OneTimeCode(_Proof):
    """Six digits, kept as a hash; until they are made, when they are sent, there is no hash."""

    class Purpose(models.TextChoices):
        VERIFY_EMAIL = "verify_email", "verificar correo"
        VERIFY_PHONE = "verify_phone", "verificar teléfono"
        CHANGE_PHONE = "change_phone", "cambiar teléfono"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="codes"
    )
    purpose = models.CharField("propósito", max_length=20, choices=Purpose)
    code_hash = models.CharField("huella", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)

    class Meta:
        verbose_name = "código"
        verbose_name_plural = "códigos"
        constraints = [
            models.CheckConstraint(
                condition=Q(attempts__lte=MAX_ATTEMPTS), name="code_five_attempts"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["verify_email", "verify_phone", "change_phone"]),
                name="code_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True)
                | (Q(replaced_at__isnull=True) & ~Q(code_hash="")),
                name="code_used_was_usable",
            ),
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="code_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_purpose_display()}"


class LinkToken(_Proof):
    """256 random bits in a link, kept as SHA-256; made, like a code's digits, when it is sent."""

    class Purpose(models.TextChoices):
        VERIFY_EMAIL = "verify_email", "verificar correo"
        RESET_PASSWORD = "reset_password", "restablecer contraseña"
        CHANGE_EMAIL = "change_email", "cambiar correo"

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="link_tokens"
    )
    purpose = models.CharField("propósito", max_length=20, choices=Purpose)
    digest = models.CharField("huella", max_length=64, unique=True, null=True)  # noqa: DJ001 - unique once it is there

    class Meta:
        verbose_name = "enlace"
        verbose_name_plural = "enlaces"
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["verify_email", "reset_password", "change_email"]),
                name="link_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True)
                | Q(replaced_at__isnull=True, digest__isnull=False),
                name="link_used_was_usable",
            ),
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="link_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_purpose_display()}"


class SendRequest(Record):
    """Somebody asked for a code or a link; what the limits count, whatever was sent at last."""

    class Purpose(models.TextChoices):
        EMAIL_CODE = "email_code", "código al correo"
        EMAIL_LINK = "email_link", "enlace al correo"
        PHONE_CODE = "phone_code", "código al teléfono"
        NEW_PHONE_CODE = "new_phone_code", "código al teléfono nuevo"
        NEW_EMAIL_LINK = "new_email_link", "enlace al correo nuevo"
        RESET_LINK = "reset_link", "enlace para la contraseña"

    user = models.ForeignKey(
        User,
        verbose_name="persona",
        null=True,
        on_delete=models.CASCADE,
        related_name="send_requests",
    )
    purpose = models.CharField("propósito", max_length=20, choices=Purpose)
    destination = models.CharField("destino", max_length=254)
    block = models.CharField("red", max_length=50, blank=True)
    handled_at = models.DateTimeField("atendido", null=True, blank=True)

    class Meta:
        verbose_name = "solicitud de envío"
        verbose_name_plural = "solicitudes de envío"
        indexes = [
            models.Index(fields=["destination", "-created_at"], name="send_by_destination"),
            models.Index(fields=["user", "-created_at"], name="send_by_user"),
            models.Index(fields=["block", "-created_at"], name="send_by_block"),
            models.Index(fields=["created_at"], name="send_by_age"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_purpose_display()}"
