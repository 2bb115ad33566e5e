"""The second factor: an authenticator, codes for when it is lost, and half a login."""

from django.db import models
from django.db.models import Q

from marketplace.shared.clock import DbNow
from marketplace.shared.models import Record, SealedField

from .session import LoginSession
from .user import User


class TotpDevice(Record):
    """A person's authenticator; it counts once its first code was shown (``confirmed_at``).

    ``last_used_step`` is the latest time step whose code was accepted: no code works twice.
    """

    user = models.OneToOneField(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="totp_device"
    )
    sealed_secret = SealedField("secreto protegido")
    confirmed_at = models.DateTimeField("activado", null=True)
    last_used_step = models.BigIntegerField("último intervalo usado", default=0)

    class Meta:
        verbose_name = "verificación en dos pasos"
        verbose_name_plural = "verificaciones en dos pasos"

    def __str__(self) -> str:
        return f"#{self.pk}"


class RecoveryCode(models.Model):
    """One of the codes for whoever lost the telephone: usable once, kept only as SHA-256."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField("huella", max_length=64)
    used_at = models.DateTimeField("usado", null=True)
    created_at = models.DateTimeField("creado", db_default=DbNow())

    class Meta:
        verbose_name = "código de recuperación"
        verbose_name_plural = "códigos de recuperación"
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class LoginChallenge(Record):
    """A login whose first factor was proven and whose second is still to come.

    Kept only as SHA-256. ``password_mark`` tells whether the password is still the one that was
    proven; ``staff_only`` repeats what the first step asked for.
    """

    user = models.ForeignKey(
        User, verbose_name="persona", on_delete=models.CASCADE, related_name="login_challenges"
    )
    digest = models.CharField("huella", max_length=64, unique=True)
    kind = models.CharField("tipo", max_length=10, choices=LoginSession.Kind)
    password_mark = models.CharField("huella de la contraseña", max_length=64)
    staff_only = models.BooleanField("solo equipo", default=False)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    expires_at = models.DateTimeField("vence")
    used_at = models.DateTimeField("usado", null=True)

    class Meta:
        verbose_name = "ingreso en dos pasos"
        verbose_name_plural = "ingresos en dos pasos"
        indexes = [models.Index(fields=["expires_at"], name="challenge_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(attempts__lte=5), name="challenge_five_attempts"),
            models.CheckConstraint(
                condition=Q(kind__in=["api", "portal", "admin"]), name="challenge_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
